import { DateTime } from 'luxon';
import { type ClinicalDate, FIRST_DAY, isDay, LAST_DAY } from './clinical-date.js';
import { zoneOffsets } from './zone-offsets.js';

/** How a date that names only a year or a month is read. */
type PartialDate = 'first-day' | 'last-day';

/** Days counted in the site's time zone, never in the server's. */
export interface SiteCalendar {
  readonly zone: string;
  readonly today: ClinicalDate;
  /**
   * The day of a FHIR date, dateTime or instant. The same instant written in any zone gives
   * the same day; a day without a time stays itself. `2026` and `2026-03` are legal: callers
   * choose the reading that cannot reassure (a result as old as possible, an infection as new).
   */
  dayOf(dateTime: unknown, partial?: PartialDate): ClinicalDate | undefined;
}

const FULL = /^\d{4}-\d{2}-\d{2}(T|$)/;
const PARTIAL = /^\d{4}(-\d{2})?$/;
const OFFSET = /(Z|[+-]\d{2}:\d{2})$/;
const DAY_MS = 86_400_000;

/** Prepares the calendar of a zone; each call then has its own, by the moment it came. */
export function siteCalendar(zone: string): (now: Date) => SiteCalendar {
  const offsetAt = zoneOffsets(zone);
  const names = dayNames();
  const dayAt = (epochMs: number): ClinicalDate =>
    names(Math.floor((epochMs + offsetAt(epochMs) * 60_000) / DAY_MS));

  return (now) => {
    const today = dayAt(now.getTime());
    /** Days already read in this call: the results of a panel share their moment. */
    const read = new Map<string, ClinicalDate | undefined>();
    return {
      zone,
      today,
      dayOf: (dateTime, partial = 'first-day') => {
        if (typeof dateTime !== 'string') return undefined;
        const before = read.get(dateTime);
        if (before !== undefined) return before;
        if (PARTIAL.test(dateTime)) return partialDay(dateTime, partial, today);
        const day = fullDay(dateTime, dayAt);
        read.set(dateTime, day);
        return day;
      },
    };
  };
}

function fullDay(dateTime: string, dayAt: (epochMs: number) => ClinicalDate): ClinicalDate | undefined {
  if (!FULL.test(dateTime)) return undefined;
  const day = dateTime.slice(0, 10);
  // To the parser, 30 February is 2 March.
  if (!isDay(day)) return undefined;
  if (!OFFSET.test(dateTime)) return day;
  const epochMs = Date.parse(dateTime);
  return Number.isNaN(epochMs) ? undefined : dayAt(epochMs);
}

const MOST_DAY_NAMES = 40_000; // a century

/** East of UTC the last second of 9999 lies in a year that no day can be written in, and would sort before all others. */
const [FIRST_SINCE_1970, LAST_SINCE_1970] = [Date.parse(FIRST_DAY) / DAY_MS, Date.parse(LAST_DAY) / DAY_MS];

/** Days since 1970 by name, each made once (bounded): a record asks for few days, many times. */
function dayNames(): (daysSince1970: number) => ClinicalDate {
  const known = new Map<number, ClinicalDate>();
  return (daysSince1970) => {
    const before = known.get(daysSince1970);
    if (before !== undefined) return before;
    if (known.size >= MOST_DAY_NAMES) known.clear();
    const day = Math.min(Math.max(daysSince1970, FIRST_SINCE_1970), LAST_SINCE_1970);
    const name = new Date(day * DAY_MS).toISOString().slice(0, 10);
    known.set(daysSince1970, name);
    return name;
  };
}

function partialDay(date: string, reading: PartialDate, today: ClinicalDate): ClinicalDate | undefined {
  const start = DateTime.fromISO(date, { zone: 'utc' });
  if (!start.isValid) return undefined;
  const first = start.toISODate();
  if (reading === 'first-day') return first;
  const last = start.endOf(date.length === 4 ? 'year' : 'month').toISODate();
  // A stretch that is still running has not ended yet.
  return first <= today && last > today ? today : last;
}
