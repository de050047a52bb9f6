/** One thing that is wrong with one item, and where. Neither member quotes what was sent. */
export class FeedbackFault extends Error {
  constructor(
    readonly expression: string,
    readonly problem: string,
  ) {
    super(problem);
    this.name = 'FeedbackFault';
  }
}

/** Longer is no id or code that an EHR would send, and would not fit an index. */
const LONGEST_IDENTIFIER = 255;

export function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** A required id or code. */
export function identifierOf(value: unknown, at: string): string {
  const text = textOf(value, at, LONGEST_IDENTIFIER)?.trim() ?? '';
  if (text === '') throw new FeedbackFault(at, 'must be a string that is not empty');
  return text;
}

/** An optional string. */
export function textOf(value: unknown, at: string, longest: number): string | undefined {
  if (value === undefined || value === null) return undefined;
  if (typeof value !== 'string') throw new FeedbackFault(at, 'must be a string');
  if (value.length > longest) throw new FeedbackFault(at, `must have at most ${longest} characters`);
  return value;
}
