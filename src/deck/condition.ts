import fhirpath from 'fhirpath';
import { type BooleanParts, booleanParts } from './boolean-parts.js';
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
  const ask = compileParts(booleanParts(text));
  return { text, facts, holds: ask };
}

type Ask = (picture: ScreenedPicture) => Truth;

/** Kleene's three-valued logic, as FHIRPath has it, but stopping where the answer is certain. */
function compileParts(parts: BooleanParts): Ask {
  if (parts.kind === 'leaf') return compileLeaf(parts.text);
  const asks = parts.parts.map(compileParts);
  const [decisive, otherwise]: [Truth, Truth] = parts.kind === 'and' ? ['no', 'yes'] : ['yes', 'no'];
  return (picture) => {
    let answer: Truth = otherwise;
    for (const ask of asks) {
      const part = ask(picture);
      if (part === decisive) return decisive;
      if (part === 'unknown') answer = 'unknown';
    }
    return answer;
  };
}

/** Answers already given about a picture: most parts are asked by several cards. */
const answers = new WeakMap<ScreenedPicture, Map<string, Truth>>();

function compileLeaf(text: string): Ask {
  const compiled = compile(text);
  return (picture) => {
    let known = answers.get(picture);
    if (!known) {
      known = new Map();
      answers.set(picture, known);
    }
    const before = known.get(text);
    if (before !== undefined) return before;
    const [value] = evaluate(compiled, picture);
    const truth: Truth = value === true ? 'yes' : value === false ? 'no' : 'unknown';
    known.set(text, truth);
    return truth;
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

const BARE_PATH = /^[a-zA-Z]\w*(\.[a-zA-Z]\w*)*$/;

function compile(text: string): Compiled {
  // Most of what cards ask is a bare path, and walking it needs no engine.
  if (BARE_PATH.test(text)) return barePath(text.split('.'));
  return fhirpath.compile(text, undefined, { async: false }) as Compiled;
}

/** A path as FHIRPath reads it: a member that is not there is empty, a list is its items. */
function barePath(steps: readonly string[]): Compiled {
  return (picture) => {
    let here: unknown = picture;
    for (const step of steps) here = (here as Readonly<Record<string, unknown>> | undefined)?.[step];
    if (here === undefined || here === null) return [];
    return Array.isArray(here) ? here : [here];
  };
}

/** Whatever an expression throws (the library throws strings, too) is no answer, for this card alone. */
function evaluate(compiled: Compiled, picture: ScreenedPicture): readonly unknown[] {
  try {
    return compiled(picture);
  } catch {
    return [];
  }
}
