import type { DenialWords } from '../facts/denial-words.js';

/** Reads a text for denials: whether it denies the words between two places in it. */
export type Denial = (text: string) => (from: number, to: number) => boolean;

/** No denial reaches further; to look for one in all of a long note would hold up all calls. */
const LONGEST_DENIAL = 200;
const GAP = '(?:[^\\S\\n]+)';
const COMMA = '[^\\S\\n]*,[^\\S\\n]*';

/**
 * Compiles the words of denial. A denial reaches what stands next to it, and along a list that ends in "or":
 * in "no rash, anaphylaxis" the comma may as well begin a statement of its own.
 */
export function denialOf(words: DenialWords): Denial {
  const signs = any(words.signs);
  const qualifiers = `(?:${any(words.within)}${GAP})*`;
  const or = `(?:${COMMA}|${GAP})${any(words.or)}${GAP}|[^\\S\\n]*/[^\\S\\n]*`;
  const opening = `(?<!\\b${any(words.doubt)}${GAP})(?<!\\w)${any(words.before)}(?:${GAP}|-)${qualifiers}`;
  const listed = `(?:${signs}${COMMA}${qualifiers})`;
  const atItsEnd = new RegExp(`${opening}(?:${listed}*(?:${signs}(?:${or})${qualifiers})+)?$`, 'i');
  const inTheMiddle = new RegExp(`${opening}${listed}+$`, 'i');
  // The words looked for may end inside a word: "intubat" in "intubation".
  const rest = `^\\w*(?:${GAP}${any(words.nouns)}\\b)?`;
  const goesOn = new RegExp(`${rest}(?:${COMMA}${qualifiers}${signs})*(?:${or})`, 'i');
  const takenBack = new RegExp(`${rest}${any(words.back)}`, 'i');
  const and = `(?:${COMMA}|${GAP})${any(words.and)}${GAP}`;
  const others = `(?:(?:${COMMA}${signs})*(?:${and})${signs})?`;
  const deniedAfter = new RegExp(`${rest}${others}${any(words.after)}`, 'i');
  const revised = new RegExp(`\\b${any(words.revised)}`, 'i');
  return (text) => {
    // Once for a text: a long note may name the same words thousands of times.
    if (revised.test(text)) return () => false;
    return (from, to) => {
      const before = text.slice(Math.max(0, from - LONGEST_DENIAL), from);
      const after = text.slice(to, to + LONGEST_DENIAL);
      if (deniedAfter.test(after)) return true;
      const isDenied = atItsEnd.test(before) || (inTheMiddle.test(before) && goesOn.test(after));
      return isDenied && !takenBack.test(after);
    };
  };
}

/** One pattern of several; a space stands for any white space within a line. */
function any(patterns: readonly string[]): string {
  return `(?:${patterns.map((pattern) => pattern.replaceAll(' ', GAP)).join('|')})`;
}
