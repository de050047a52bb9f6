import { DateTime } from 'luxon';
import type { SiteCalendar } from '../picture/site-calendar.js';

/** The moment to judge at. */
export interface Moment {
  readonly now: Date;
  readonly calendar: SiteCalendar;
}

/**
 * Now, or noon at the site on another day, written as YYYY-MM-DD; `undefined` where there is no such day
 * (JavaScript takes 30 February for 2 March).
 */
export function momentOn(
  day: string | undefined,
  now: Date,
  calendarAt: (now: Date) => SiteCalendar,
): Moment | undefined {
  const calendar = calendarAt(now);
  if (day === undefined || day === calendar.today) return { now, calendar };
  if (calendar.dayOf(day) !== day) return undefined;
  const noon = DateTime.fromISO(`${day}T12:00`, { zone: calendar.zone }).toJSDate();
  return { now: noon, calendar: calendarAt(noon) };
}
