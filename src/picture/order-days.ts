import type { Dosage, TimingRepeat } from 'fhir/r4.js';
import type { Resource } from '../fhir/resource.js';
import { isJsonObject } from '../json-object.js';
import { type ClinicalDate, plusDays } from './clinical-date.js';
import { dosagesOf } from './dosage.js';
import { eventsOf, explicitDate, timingsOf } from './planned-date.js';
import type { SiteCalendar } from './site-calendar.js';

/** What an order says of its days: each one it names, its rhythm, and whether it goes on. */
export interface OrderDays {
  readonly stated: readonly ClinicalDate[];
  readonly everyDays?: number;
  /** "every 3 months" */
  readonly every?: string;
  /** How often in all, where the order says so. */
  readonly times?: number;
  /** Repeated, and without an end, or with one that is still to come. */
  readonly isGoingOn: boolean;
}

interface RhythmUnit {
  readonly days: number;
  readonly name: string;
}

/** A map: a unit comes from outside, and "constructor" must find nothing. */
const UNITS: ReadonlyMap<string, RhythmUnit> = new Map([
  ['d', { days: 1, name: 'day' }],
  ['wk', { days: 7, name: 'week' }],
  ['mo', { days: 365.25 / 12, name: 'month' }],
  ['a', { days: 365.25, name: 'year' }],
]);
const EVERY_IN_TEXT = /\bevery\s+(\d+)\s+(day|week|month|year)s?\b/i;
/** "x 2", "for 2 doses"; "for 6 months" is no number of doses. */
const TIMES_IN_TEXT =
  /[x×]\s*(\d{1,2})\b(?!\s*(?:mg|ml|days?|weeks?|months?|years?))|\b(\d{1,2})\s+(?:doses|times|infusions)\b/i;
/** A count beyond this is a standing order, not a list of days. */
const MOST_REPEATS = 12;
/** A rhythm beyond this is a slip of the pen, and its days lie outside any calendar. */
const LONGEST_RHYTHM_DAYS = 3660;

/** Reads the days of an order from its timings, and from its instructions where those are silent. */
export function orderDays(order: Resource, calendar: SiteCalendar): OrderDays {
  const dosages = dosagesOf(order);
  const timings = timingsOf(order);
  const first = explicitDate(order, calendar)?.on;
  const events = timings.flatMap((timing) => eventsOf(timing, calendar));
  const repeats = timings.flatMap(({ repeat }) => (isJsonObject(repeat) ? [repeat] : []));
  const recurring = repeats.find(({ period }) => typeof period === 'number');
  const rhythm = (recurring && rhythmOf(recurring)) ?? rhythmIn(dosages);
  const times = recurring ? countOf(recurring) : rhythm?.times;
  // Days that are all named need no reckoning.
  const isReckoned = first !== undefined && (recurring !== undefined || events.length < 2);
  const repeated = isReckoned ? repeatedFrom(first, times, rhythm?.days) : [];
  const stated = [...new Set([...(first === undefined ? [] : [first]), ...events, ...repeated])].sort();
  const isGoingOn =
    rhythm !== undefined && times === undefined && !repeats.some((repeat) => isBounded(repeat, calendar));
  return { stated, isGoingOn, everyDays: rhythm?.days, every: rhythm?.shown, times };
}

interface Rhythm {
  readonly days: number;
  readonly shown: string;
  readonly times?: number;
}

function rhythmOf({ frequency = 1, period, periodUnit }: TimingRepeat): Rhythm | undefined {
  const unit = UNITS.get(periodUnit ?? '');
  if (typeof period !== 'number' || typeof frequency !== 'number' || !unit) return undefined;
  if (frequency < 1 || period <= 0) return undefined;
  const times = frequency === 1 ? '' : `${frequency} times `;
  return { days: (period * unit.days) / frequency, shown: `${times}${everyWords(period, unit)}` };
}

function everyWords(period: number, { name }: RhythmUnit): string {
  return `every ${period === 1 ? name : `${period} ${name}s`}`;
}

/** A count that is no number tells none; that the order has one still says that it ends. */
function countOf({ count }: TimingRepeat): number | undefined {
  return typeof count === 'number' ? count : undefined;
}

function rhythmIn(dosages: readonly Dosage[]): Rhythm | undefined {
  for (const { text } of dosages) {
    if (typeof text !== 'string') continue;
    const [, period, unitName] = EVERY_IN_TEXT.exec(text) ?? [];
    const unit = [...UNITS.values()].find(({ name }) => name === unitName?.toLowerCase());
    if (!unit) continue;
    const [, after, before] = TIMES_IN_TEXT.exec(text) ?? [];
    const times = after ?? before;
    return {
      days: Number(period) * unit.days,
      shown: everyWords(Number(period), unit),
      times: times === undefined ? undefined : Number(times),
    };
  }
  return undefined;
}

/** To so many doses, to a length, or to an end that has passed: an order that runs until next year goes on. */
function isBounded({ count, boundsPeriod, boundsDuration }: TimingRepeat, calendar: SiteCalendar): boolean {
  if (count !== undefined || boundsDuration !== undefined) return true;
  if (boundsPeriod?.end === undefined) return false;
  const end = calendar.dayOf(boundsPeriod.end, 'last-day');
  return end === undefined || end < calendar.today;
}

/** The days of an order that is to be carried out so many times, reckoned from the first. */
export function repeatedFrom(
  first: ClinicalDate,
  times: number | undefined,
  everyDays: number | undefined,
): readonly ClinicalDate[] {
  if (times === undefined || times > MOST_REPEATS || everyDays === undefined) return [];
  if (!(everyDays <= LONGEST_RHYTHM_DAYS)) return [];
  return Array.from({ length: times }, (_, index) => plusDays(first, Math.round(index * everyDays)));
}
