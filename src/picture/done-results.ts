import type { Readings } from '../facts/reading-tables.js';
import { wordsOf } from '../fhir/codeable-concept.js';
import type { LabContext } from './lab-context.js';
import { type SortedMeasurements, sortMeasurements } from './lab-result.js';
import type { Measurement } from './patient-record.js';
import type { Terminology } from './terminology.js';

/** The results of a test that is a number, but for those that only say that it was not done. */
export function doneResults(
  valueSet: string,
  { record, calendar, readings, terminology }: LabContext,
): SortedMeasurements {
  const done = record.measurements(valueSet).filter((m) => !isNotDone(m, readings, terminology));
  return sortMeasurements(done, calendar);
}

/**
 * Whether a number only says that there is none: "not done", "specimen unsatisfactory", or the reason
 * why the value is absent. Such a test is as missing as if nobody had asked for it.
 */
function isNotDone({ part }: Measurement, readings: Readings, terminology: Terminology): boolean {
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
