/**
 * One thing that is wrong with one item, and where. Neither member quotes what was sent.
 * It is returned, not thrown: one batch may hold thousands, and each stack costs more than the item.
 */
export class FeedbackFault {
  constructor(
    readonly expression: string,
    readonly problem: string,
  ) {}
}

/** Longer is no id or code that an EHR would send, and would not fit an index. */
const LONGEST_IDENTIFIER = 255;

/** A required id or code. */
export function identifierOf(value: unknown, at: string): string | FeedbackFault {
  const text = textOf(value, at, LONGEST_IDENTIFIER);
  return text ?? new FeedbackFault(at, 'must be a string that is not empty');
}

/** An optional string, trimmed; `undefined` where nothing is left of it. */
export function textOf(value: unknown, at: string, longest: number): string | undefined | FeedbackFault {
  if (value === undefined || value === null) return undefined;
  if (typeof value !== 'string') return new FeedbackFault(at, 'must be a string');
  if (value.length > longest) return new FeedbackFault(at, `must have at most ${longest} characters`);
  return value.trim() || undefined;
}

/** Every entry of a list as read, or the first fault among them. */
export function eachOf<T>(
  list: readonly unknown[],
  read: (entry: unknown, index: number) => T | FeedbackFault,
): readonly T[] | FeedbackFault {
  const all: T[] = [];
  for (const [index, entry] of list.entries()) {
    const one = read(entry, index);
    if (one instanceof FeedbackFault) return one;
    all.push(one);
  }
  return all;
}
