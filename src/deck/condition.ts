import fhirpath from 'fhirpath';
import { parseExpression } from './expression-tree.js';
import { compileNative } from './native-expression.js';
import type { ScreenedPicture } from './unchecked.js';

/** FHIRPath's three answers: true, false, and the empty collection. */
export type Truth = 'yes' | 'no' | 'unknown';

/** A compiled condition over the picture, with the facts it reads. */
export interface Condition {
  readonly text: string;
  readonly facts: readonly string[];
  holds(picture: ScreenedPicture): Truth;
}

/** A compiled expression whose value goes into a text. */
export interface Token {
  readonly facts: readonly string[];
  /** Every value, for a text that lists them. */
  readAll(picture: ScreenedPicture): readonly string[];
  read(picture: ScreenedPicture): string;
}

type Compiled = (picture: object) => readonly unknown[];

/** Compiles a condition whose syntax and paths have been checked. */
export function compileCondition(text: string, facts: readonly string[]): Condition {
  const compiled = compile(text);
  return {
    text,
    facts,
    holds: (picture) => {
      const [answer] = evaluate(compiled, picture);
      return answer === true ? 'yes' : answer === false ? 'no' : 'unknown';
    },
  };
}

export function compileToken(text: string, facts: readonly string[]): Token {
  const compiled = compile(text);
  const readAll = (picture: ScreenedPicture): readonly string[] =>
    evaluate(compiled, picture)
      .filter((value) => value !== null && value !== undefined)
      .map(String);
  return { facts, readAll, read: (picture) => readAll(picture).join(', ') };
}

function compile(text: string): Compiled {
  const native = compileNative(parseExpression(text));
  if (!native) return fhirpath.compile(text, undefined, { async: false }) as Compiled;
  return (picture) => {
    const value = native(picture);
    if (value === undefined) return NOTHING;
    return Array.isArray(value) ? value : [value];
  };
}

const NOTHING: readonly never[] = [];

/** Whatever an expression throws (the library throws strings, too) is no answer, for this card alone. */
function evaluate(compiled: Compiled, picture: ScreenedPicture): readonly unknown[] {
  try {
    return compiled(picture);
  } catch {
    return [];
  }
}
