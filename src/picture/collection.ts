import { CHOICE_ELEMENTS } from './choice-elements.js';

/** FHIRPath's only kind of value. */
export type Collection = readonly unknown[];

export const NOTHING: Collection = [];
const YES: Collection = [true];
const NO: Collection = [false];

/** An answer as FHIRPath writes it; none is the empty collection. */
export function truthOf(answer: boolean | undefined): Collection {
  return answer === undefined ? NOTHING : answer ? YES : NO;
}

export function negated(answer: boolean | undefined): Collection {
  return truthOf(answer === undefined ? undefined : !answer);
}

/** The values at the end of a path of element names, lists laid flat; `onset` is every `onset[x]`. */
export function follow(focus: unknown, path: readonly string[], from = 0): Collection {
  let here = focus;
  for (let at = from; at < path.length; at += 1) {
    if (Array.isArray(here)) return here.flatMap((item) => follow(item, path, at));
    if (typeof here !== 'object' || here === null) return NOTHING;
    const name = path[at] as string;
    const elements = here as Readonly<Record<string, unknown>>;
    here = elements[name] ?? chosen(elements, name);
  }
  if (here === undefined || here === null) return NOTHING;
  return Array.isArray(here) ? here.filter((item) => item !== null && item !== undefined) : [here];
}

function chosen(elements: Readonly<Record<string, unknown>>, name: string): unknown {
  const element = CHOICE_ELEMENTS.get(name)?.find((typed) => elements[typed] !== undefined);
  return element === undefined ? undefined : elements[element];
}

/** A collection where FHIRPath wants one value: more than one is an error, and an expression in error has no answer. */
function only(values: Collection): unknown {
  if (values.length > 1) throw new Error('one value is needed here');
  return values[0];
}

/** A single value that is no boolean stands for true. */
export function truth(values: Collection): boolean | undefined {
  const value = only(values);
  return value === undefined || typeof value === 'boolean' ? value : true;
}

/** Collections are equal item by item; against nothing there is no answer. */
export function isEqual(a: Collection, b: Collection): boolean | undefined {
  if (a.length === 0 || b.length === 0) return undefined;
  return a.length === b.length && a.every((value, index) => value === b[index]);
}

/** Compares single values; one that is missing leaves no answer, two of different kinds are an error. */
export function isOrdered(a: Collection, b: Collection, operator: string): boolean | undefined {
  const [left, right] = [only(a), only(b)];
  if (left === undefined || right === undefined) return undefined;
  if (typeof left !== typeof right || (typeof left !== 'string' && typeof left !== 'number')) {
    throw new Error('values of different kinds cannot be compared');
  }
  const other = right as typeof left;
  switch (operator) {
    case '<':
      return left < other;
    case '<=':
      return left <= other;
    case '>':
      return left > other;
    default:
      return left >= other;
  }
}

/** A single value as text. */
export function text(values: Collection): string | undefined {
  const value = only(values);
  return value === undefined ? undefined : String(value);
}
