import { readConfig } from '../config.js';
import { type SiteCalendar, siteCalendar } from '../picture/clinical-date.js';
import { InputError } from './input-error.js';
import type { Terminal } from './terminal.js';

/** The moment to judge at, in the time zone the service would use. */
export interface Moment {
  readonly now: Date;
  readonly calendar: SiteCalendar;
}

/** Now, or noon of a day written as YYYY-MM-DD. */
export function momentOf({ env, clock }: Terminal, day?: string): Moment {
  const { timeZone } = readConfig({ TIME_ZONE: env.TIME_ZONE });
  const now = day === undefined ? new Date(clock()) : new Date(`${day}T12:00:00Z`);
  // JavaScript takes 30 February for 2 March.
  if (day !== undefined && (Number.isNaN(now.getTime()) || now.toISOString().slice(0, 10) !== day))
    throw new InputError(`--on must be a day such as 2026-03-02, not "${day}"`);
  return { now, calendar: siteCalendar(timeZone)(now) };
}
