import { readConfig } from '../config.js';
import { type Moment, momentOn } from '../given-call/moment.js';
import { siteCalendar } from '../picture/site-calendar.js';
import { InputError } from './input-error.js';
import type { Terminal } from './terminal.js';

/** Now, or the day of `--on`, in the time zone the service would use. */
export function momentOf({ env, clock }: Terminal, day?: string): Moment {
  const { timeZone } = readConfig({ TIME_ZONE: env.TIME_ZONE });
  const moment = momentOn(day, new Date(clock()), siteCalendar(timeZone));
  if (!moment) throw new InputError(`--on must be a day such as 2026-03-02, not "${day}"`);
  return moment;
}
