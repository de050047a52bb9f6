import type { ObservationReferenceRange, Quantity } from 'fhir/r4.js';
import { codingsOf, wordsOf } from '../fhir/codeable-concept.js';

/** Whom a range must fit. */
export interface Person {
  readonly sex?: string | undefined;
  readonly ageYears?: number | undefined;
}

const YEARS: ReadonlyMap<string, number> = new Map(
  [
    [1, 'a', 'y', 'yr', 'year', 'years'] as const,
    [1 / 12, 'mo', 'month', 'months'] as const,
    [7 / 365.25, 'wk', 'week', 'weeks'] as const,
    [1 / 365.25, 'd', 'day', 'days'] as const,
  ].flatMap(([years, ...names]) => names.map((name) => [name, years] as const)),
);

/**
 * The range that fits a person: one for their sex before one for everybody, and one for some other
 * population (which the record cannot confirm) only where there is nothing else.
 */
export function rangeFor(
  ranges: readonly ObservationReferenceRange[],
  { sex, ageYears }: Person,
): ObservationReferenceRange | undefined {
  const first = ranges[0];
  if (ranges.length === 1 && first && first.appliesTo === undefined) {
    return fitsAge(first, ageYears) ? first : undefined;
  }
  const ofAge = ranges.filter((range) => fitsAge(range, ageYears));
  const everybody = ofAge.find((range) => wordsAbout(range).length === 0);
  if (sex !== 'female' && sex !== 'male') return everybody ?? narrowest(ofAge);
  const fitting = ofAge.filter((range) => isFor(range, sex) || !isFor(range, other(sex)));
  return fitting.find((range) => isFor(range, sex)) ?? everybody ?? fitting[0];
}

const other = (sex: 'female' | 'male'): 'female' | 'male' => (sex === 'female' ? 'male' : 'female');

const SEX_WORDS = {
  female: /^f$|\b(females?|wom[ae]n|girls?)\b/i,
  male: /^m$|\b(males?|m[ae]n|boys?)\b/i,
} as const;

function isFor(range: ObservationReferenceRange, sex: 'female' | 'male'): boolean {
  return wordsAbout(range).some((word) => SEX_WORDS[sex].test(word));
}

function wordsAbout({ appliesTo }: ObservationReferenceRange): readonly string[] {
  return (Array.isArray(appliesTo) ? appliesTo : []).flatMap((concept) => [
    ...wordsOf(concept),
    ...codingsOf(concept).flatMap(({ code }) => code ?? []),
  ]);
}

function fitsAge({ age }: ObservationReferenceRange, ageYears: number | undefined): boolean {
  if (!age || ageYears === undefined) return true;
  const from = inYears(age.low);
  const to = inYears(age.high);
  // Age is in completed years: a person of 17 is up to 17.99.
  return (from === undefined || ageYears + 1 > from) && (to === undefined || ageYears <= to);
}

function inYears(age: Quantity | undefined): number | undefined {
  const factor = YEARS.get(age?.code ?? '') ?? YEARS.get((age?.unit ?? '').toLowerCase());
  return typeof age?.value === 'number' && factor !== undefined ? age.value * factor : undefined;
}

/** Of ranges for different people, where it is not known which applies: the one whose limits lie closest. */
function narrowest(ranges: readonly ObservationReferenceRange[]): ObservationReferenceRange | undefined {
  const limits = (member: 'low' | 'high') =>
    ranges.flatMap((range) => (typeof range[member]?.value === 'number' ? [range[member]] : []));
  const [low] = limits('low').sort((a, b) => (b.value ?? 0) - (a.value ?? 0));
  const [high] = limits('high').sort((a, b) => (a.value ?? 0) - (b.value ?? 0));
  return low || high ? { ...(low && { low }), ...(high && { high }) } : ranges[0];
}
