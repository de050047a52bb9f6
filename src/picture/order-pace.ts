import type { Annotation, Dosage, Quantity, Ratio } from 'fhir/r4.js';
import type { CodedResource } from './coded-resource.js';
import { dosagesOf, unitsOf } from './dosage.js';

/** How fast an order is to run, as far as it says so: its shortest duration and its highest rate. */
export interface OrderPace {
  readonly hours?: number;
  readonly mlPerHour?: number;
}

/** A map: a unit comes from outside, and "constructor" must find nothing. */
const HOURS_PER: ReadonlyMap<string, number> = new Map([
  ['s', 1 / 3600],
  ['min', 1 / 60],
  ['h', 1],
  ['d', 24],
]);
/** Every repetition has an end: a text of a thousand digits would hold up all calls. */
const NUMBER = String.raw`(?<![\d.,])(\d{1,6}(?:[.,]\d{1,6})?)\s{0,4}`;
/** "over 2 hours", "2-hour infusion"; "observe for 1 hour" is no duration of the infusion. */
const DURATIONS = [
  new RegExp(
    String.raw`\bover\s{1,4}(?:at least\s{1,4}|about\s{1,4})?${NUMBER}-?\s{0,4}(h|hr|hrs|hours?|min|mins|minutes?)\b`,
    'gi',
  ),
  new RegExp(String.raw`${NUMBER}-?\s{0,4}(h|hr|hours?)\s{1,4}(?:infusion|option|protocol)\b`, 'gi'),
];
const RATES = new RegExp(String.raw`${NUMBER}ml\s{0,4}\/\s{0,4}h(?:r|our)?\b`, 'gi');

/** Reads the pace of an order from its timing and rates, and from what it says in words. */
export function orderPace({ resource, words }: CodedResource): OrderPace {
  if (resource.resourceType !== 'MedicationRequest') return {};
  const dosages = dosagesOf(resource);
  const texts = [...words, ...dosages.map(({ text }) => text), ...notesOf(resource.note)].filter(
    (text) => typeof text === 'string',
  );
  const hours = [...dosages.flatMap(statedHours), ...texts.flatMap(hoursIn)];
  const rates = [...dosages.flatMap(statedRates), ...texts.flatMap(ratesIn)];
  return {
    ...(hours.length > 0 && { hours: Math.min(...hours) }),
    ...(rates.length > 0 && { mlPerHour: Math.max(...rates) }),
  };
}

function statedHours({ timing }: Dosage): readonly number[] {
  const { duration, durationUnit } = timing?.repeat ?? {};
  const factor = HOURS_PER.get(durationUnit ?? '');
  return typeof duration === 'number' && factor !== undefined ? [duration * factor] : [];
}

function statedRates({ doseAndRate }: Dosage): readonly number[] {
  return (Array.isArray(doseAndRate) ? doseAndRate : []).flatMap((rate) => [
    ...perHour(rate?.rateQuantity),
    ...ofRatio(rate?.rateRatio),
  ]);
}

function perHour(rate: Quantity | undefined): readonly number[] {
  const isVolume = unitsOf(rate).some((unit) => /^ml\/h(r|our)?$/.test(unit));
  return typeof rate?.value === 'number' && isVolume ? [rate.value] : [];
}

function ofRatio(ratio: Ratio | undefined): readonly number[] {
  const { numerator, denominator } = ratio ?? {};
  const factor = unitsOf(denominator).flatMap((unit) => HOURS_PER.get(unit) ?? [])[0];
  const isVolume = unitsOf(numerator).includes('ml');
  const count = denominator?.value ?? 1;
  if (!isVolume || factor === undefined || typeof numerator?.value !== 'number' || !(count > 0)) return [];
  return [numerator.value / (count * factor)];
}

function hoursIn(text: string): readonly number[] {
  return DURATIONS.flatMap((pattern) =>
    matchesIn(text, pattern).map((match) => {
      const isMinutes = match[2]?.toLowerCase().startsWith('m') ?? false;
      return number(match[1]) / (isMinutes ? 60 : 1);
    }),
  );
}

function ratesIn(text: string): readonly number[] {
  return matchesIn(text, RATES).map((match) => number(match[1]));
}

/** Few instructions speak of a pace: to search is cheaper than to list nothing. */
function matchesIn(text: string, pattern: RegExp): readonly RegExpMatchArray[] {
  return text.search(pattern) < 0 ? [] : [...text.matchAll(pattern)];
}

function notesOf(notes: readonly Annotation[] | undefined): readonly (string | undefined)[] {
  return Array.isArray(notes) ? notes.map((note) => note?.text) : [];
}

function number(text: string | undefined): number {
  return Number((text ?? '').replace(',', '.'));
}
