import { printParseErrorCode, visit } from 'jsonc-parser';
import { type Due, type Opened, problemOf } from './json-problem.js';

/** Where a text stops being JSON, and what to change there. */
export interface JsonFault {
  readonly line: number;
  readonly column: number;
  readonly offset: number;
  readonly problem: string;
  /** The line at fault, shortened around the place. */
  readonly excerpt: string;
  /** The place in the excerpt, from 0. */
  readonly mark: number;
}

/** Ends the visit at the first fault: what the parser says after it are guesses. */
class FirstFault extends Error {
  constructor(readonly fault: JsonFault) {
    super(fault.problem);
  }
}

/** The parser calls itself once per level: without a bound, brackets alone overflow the stack. No call is so deep. */
const DEEPEST = 1000;

/**
 * Finds the first fault of a text that `JSON.parse` has refused. Node's own message names the place in
 * some cases only, and differs between versions.
 */
export function jsonFault(text: string): JsonFault | undefined {
  const opened: Opened[] = [];
  let due: Due = 'value';

  const open = (close: Opened['close'], offset: number, line: number, character: number) => {
    if (opened.length === DEEPEST) {
      throw new FirstFault(placed(text, { offset, line, character, problem: 'nested too deeply' }));
    }
    opened.push({ close, line });
    due = close === '}' ? 'name' : 'value';
  };
  const close = (offset: number) => {
    // At the end of the text nothing was closed.
    if (offset < text.length) opened.pop();
    due = 'comma';
  };
  try {
    visit(
      text,
      {
        onObjectBegin: (offset, _length, line, character) => open('}', offset, line, character),
        onArrayBegin: (offset, _length, line, character) => open(']', offset, line, character),
        onObjectEnd: close,
        onArrayEnd: close,
        onObjectProperty: () => {
          due = 'colon';
        },
        onSeparator: (separator) => {
          due = separator === ',' && opened.at(-1)?.close === '}' ? 'name' : 'value';
        },
        onLiteralValue: () => {
          due = 'comma';
        },
        onError: (code, offset, length, line, character) => {
          const token = text.slice(offset, offset + length);
          const kind = printParseErrorCode(code);
          const { problem, inside } = problemOf({ kind, token, due, within: opened.at(-1) });
          throw new FirstFault(
            placed(text, { offset: offset + inside, line, character: character + inside, problem }),
          );
        },
      },
      { disallowComments: true },
    );
    return undefined;
  } catch (error) {
    if (error instanceof FirstFault) return error.fault;
    throw error;
  }
}

const BEFORE = 40;
const AFTER = 30;

/** Lines and characters are counted from 0 by the parser, from 1 by people. */
function placed(
  text: string,
  {
    offset,
    line,
    character,
    problem,
  }: { readonly offset: number; readonly line: number; readonly character: number; readonly problem: string },
): JsonFault {
  const from = offset - Math.min(character, BEFORE);
  const [rest = ''] = text.slice(offset, offset + AFTER).split(/[\r\n]/, 1);
  const excerpt = text.slice(from, offset) + rest;
  return {
    line: line + 1,
    column: character + 1,
    offset,
    problem,
    excerpt: excerpt.replaceAll('\t', ' '),
    mark: offset - from,
  };
}
