/** How notes deny what they name, as patterns of `cards/facts.yaml`. */
export interface DenialWords {
  /** Names of the phrases that can be denied. */
  readonly of: readonly string[];
  readonly before: readonly string[];
  /** Before a denial: it is then none. */
  readonly doubt: readonly string[];
  /** Between a denial and what it denies. */
  readonly within: readonly string[];
  /** What lists of denied things are made of, and the words between their last two. */
  readonly signs: readonly string[];
  readonly or: readonly string[];
  readonly and: readonly string[];
  readonly nouns: readonly string[];
  /** After what is denied: takes the denial back. */
  readonly back: readonly string[];
  readonly after: readonly string[];
  /** Anywhere in the text: then nothing in it is denied for certain. */
  readonly revised: readonly string[];
}
