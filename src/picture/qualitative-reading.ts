import type { CodeableConcept, Quantity } from 'fhir/r4.js';
import type { QualitativeLabDefinition } from '../facts/lab-definition.js';
import type { Meaning, Readings, UnitTable } from '../facts/reading-tables.js';
import { codingsOf, wordsOf } from '../fhir/codeable-concept.js';
import type { Measurement } from './patient-record.js';
import type { Person } from './range-population.js';
import { type NormalRange, normalRange } from './reference-range.js';
import type { Terminology } from './terminology.js';
import { readUnit, roundSix } from './units.js';

export interface QualitativeContext {
  readonly lab: QualitativeLabDefinition;
  readonly readings: Readings;
  readonly units: Readonly<Record<string, UnitTable>>;
  readonly limit: (name: string) => number;
  readonly terminology: Terminology;
  readonly person: Person;
}

/** What affirms stands before what denies: of two answers to one question, the worse is believed. */
export const WORST_FIRST: readonly Meaning[] = [
  'positive',
  'weakly-positive',
  'indeterminate',
  'negative',
  'not-done',
];

/**
 * What a result means; `undefined` where something is written that means nothing to us. Read in the order
 * a laboratory's care goes into it: the coded value, the text, the interpretation flag, and only then a
 * number. A number on its own has no meaning without the assay's range: some anti-HBc assays are reactive
 * when LOW.
 */
export function readQualitative(measurement: Measurement, context: QualitativeContext): Meaning | undefined {
  const { part } = measurement;
  return (
    fromConcept(part.valueCodeableConcept, context) ??
    fromWords(part.valueString, context) ??
    (typeof part.valueBoolean === 'boolean' ? (part.valueBoolean ? 'positive' : 'negative') : undefined) ??
    fromInterpretation(part.interpretation, context) ??
    fromNumber(measurement, context)
  );
}

function fromConcept(concept: CodeableConcept | undefined, context: QualitativeContext): Meaning | undefined {
  if (!concept) return undefined;
  const sets = context.terminology.setsIn(concept);
  const coded = context.readings.codedResults.find(({ codes }) => sets.includes(codes));
  return coded?.means ?? firstOf(wordsOf(concept), (word) => fromWords(word, context));
}

function fromWords(text: string | undefined, { lab, readings }: QualitativeContext): Meaning | undefined {
  if (typeof text !== 'string') return undefined;
  return readings.words[lab.reading]?.find(({ pattern }) => pattern.test(text))?.means;
}

/** Flags may stand side by side ("abnormal", "reactive"); what affirms outweighs what denies. */
function fromInterpretation(
  interpretation: readonly CodeableConcept[] | CodeableConcept | undefined,
  context: QualitativeContext,
): Meaning | undefined {
  const concepts = Array.isArray(interpretation) ? interpretation : interpretation ? [interpretation] : [];
  const meanings = (concepts as readonly CodeableConcept[]).flatMap(
    (concept) => fromFlag(concept, context) ?? [],
  );
  return WORST_FIRST.find((meaning) => meanings.includes(meaning));
}

function fromFlag(concept: CodeableConcept, context: QualitativeContext): Meaning | undefined {
  const { interpretations } = context.readings;
  const flag = firstOf(codingsOf(concept), ({ code }) =>
    code !== undefined && Object.hasOwn(interpretations, code) ? interpretations[code] : undefined,
  );
  if (flag === 'abnormal') return context.lab.abnormalIsPositive ? 'positive' : undefined;
  return flag ?? firstOf(wordsOf(concept), (word) => fromWords(word, context));
}

function fromNumber({ part }: Measurement, context: QualitativeContext): Meaning | undefined {
  const quantity =
    part.valueQuantity ?? (typeof part.valueInteger === 'number' ? { value: part.valueInteger } : undefined);
  if (typeof quantity?.value !== 'number' || !Number.isFinite(quantity.value)) return undefined;
  const { number } = context.lab;
  if (number === 'detection')
    return quantity.comparator?.startsWith('<') || quantity.value <= 0 ? 'negative' : 'positive';
  if (number === 'reference-range') {
    return againstRange(quantity, normalRange(part.referenceRange, quantity, undefined, context.person));
  }
  return againstCutoff(quantity, number, context);
}

/** Inside the laboratory's normal range is negative, outside it (on either side) is positive; no range settles nothing. */
function againstRange(quantity: Quantity, range: NormalRange): Meaning {
  if (range.low === undefined && range.high === undefined) return 'indeterminate';
  const above = isAbove(quantity, range.high, range.highIsOutside);
  const below = isBelow(quantity, range.low, range.lowIsOutside);
  if (above === true || below === true) return 'positive';
  return above === false && below === false ? 'negative' : 'indeterminate';
}

function againstCutoff(
  quantity: Quantity,
  { cutoff, units }: { readonly cutoff: string; readonly units: string },
  context: QualitativeContext,
): Meaning {
  const table = context.units[units];
  const unit = table ? readUnit(table, quantity, quantity.value ?? 0) : undefined;
  if (!unit?.ok) return 'indeterminate';
  const value = roundSix((quantity.value ?? 0) * unit.factor);
  const isReached = isAbove({ ...quantity, value }, context.limit(cutoff), true);
  return isReached === undefined ? 'indeterminate' : isReached ? 'positive' : 'negative';
}

/** Whether a value lies above a limit (from it on, where the limit itself is outside); a bound may not tell. */
function isAbove(
  { value = 0, comparator }: Quantity,
  limit: number | undefined,
  limitIsOutside = false,
): boolean | undefined {
  if (limit === undefined) return false;
  const isBeyond = value > limit || (value === limit && (limitIsOutside || comparator === '>'));
  if (comparator === undefined) return isBeyond;
  if (comparator.startsWith('>')) return isBeyond || undefined;
  return !isBeyond || (comparator === '<' && value === limit) ? false : undefined;
}

function isBelow(
  { value = 0, comparator }: Quantity,
  limit: number | undefined,
  limitIsOutside = false,
): boolean | undefined {
  if (limit === undefined) return false;
  const isBeyond = value < limit || (value === limit && (limitIsOutside || comparator === '<'));
  if (comparator === undefined) return isBeyond;
  if (comparator.startsWith('<')) return isBeyond || undefined;
  return !isBeyond || (comparator === '>' && value === limit) ? false : undefined;
}

function firstOf<T, R>(items: readonly T[], read: (item: T) => R | undefined): R | undefined {
  for (const item of items) {
    const found = read(item);
    if (found !== undefined) return found;
  }
  return undefined;
}
