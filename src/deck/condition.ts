import fhirpath from 'fhirpath';
import { parseExpression } from '../fhir/expression-tree.js';
import { compileNative } from './native-expression.js';
import type { ScreenedPicture } from './screened-picture.js';

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

/** A single value, a list of them, or nothing. */
type Compiled = (picture: object) => unknown;

/** Compiles a condition whose syntax and paths have been checked. */
export function compileCondition(text: string, facts: readonly string[]): Condition {
  const compiled = compile(text);
  return {
    text,
    facts,
    holds: (picture) => {
      const found = evaluate(compiled, picture);
      const answer = Array.isArray(found) ? found[0] : found;
      return answer === true ? 'yes' : answer === false ? 'no' : 'unknown';
    },
  };
}

/** Compiles an expression whose value goes into a text, and whose syntax and paths have been checked. */
export function compileToken(text: string, facts: readonly string[]): Token {
  const compiled = compile(text);
  const readAll = (picture: ScreenedPicture): readonly string[] =>
    [evaluate(compiled, picture)]
      .flat()
      .filter((value) => value !== null && value !== undefined)
      .map(String);
  const read = (picture: ScreenedPicture): string => {
    const found = evaluate(compiled, picture);
    return typeof found === 'string' ? found : readAll(picture).join(', ');
  };
  return { facts, readAll, read };
}

function compile(text: string): Compiled {
  return compileNative(parseExpression(text)) ?? fhirpath.compile(text, undefined, { async: false });
}

/** Whatever an expression throws (the library throws strings, too) is no answer, for this card alone. */
function evaluate(compiled: Compiled, picture: ScreenedPicture): unknown {
  try {
    return compiled(picture);
  } catch {
    return undefined;
  }
}
