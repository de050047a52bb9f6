import type { Readings } from '../deck/fact-definitions.js';
import type { Measurement } from './patient-record.js';
import { type Terminology, wordsOf } from './terminology.js';

/**
 * Whether a number only says that there is none: "not done", "specimen unsatisfactory", or the reason
 * why the value is absent. Such a test is as missing as if nobody had asked for it.
 */
export function isNotDone({ part }: Measurement, readings: Readings, terminology: Terminology): boolean {
  if (part.valueQuantity?.value !== undefined) return false;
  const { valueCodeableConcept: concept, valueString: text } = part;
  if (concept === undefined && text === undefined) return part.dataAbsentReason !== undefined;
  const sets = terminology.setsIn(concept);
  const coded = readings.codedResults.find(({ codes }) => sets.includes(codes));
  if (coded) return coded.means === 'not-done';
  const words = [...(typeof text === 'string' ? [text] : []), ...wordsOf(concept)];
  return words.some((word) => saysNotDone(word, readings));
}

/** Every way of reading knows the words for it, and none finds anything else said first. */
function saysNotDone(text: string, { words }: Readings): boolean {
  return Object.values(words).every(
    (patterns) => patterns.find(({ pattern }) => pattern.test(text))?.means === 'not-done',
  );
}
