import { DateTime } from 'luxon';
import type { Period } from '../journal/tally.js';

/** What a reader may ask for: the last so many days, or days from and to, both included. All days are UTC. */
export interface PeriodQuery {
  readonly days?: string;
  readonly from?: string;
  readonly to?: string;
}

const DEFAULT_DAYS = 30;
const MOST_DAYS = 3_660;

/** What is wrong with a period, for the one who asked for it. */
export class PeriodError extends Error {
  constructor(message: string) {
    super(message);
    this.name = 'PeriodError';
  }
}

/** The period asked for; by default the last 30 days, today included. Throws `PeriodError`. */
export function periodOf(query: PeriodQuery, now: Date): Period {
  const tomorrow = DateTime.fromJSDate(now, { zone: 'utc' }).startOf('day').plus({ days: 1 });
  if (query.from === undefined && query.to === undefined) {
    return periodBetween(tomorrow.minus({ days: daysOf(query.days) }), tomorrow);
  }
  if (query.days !== undefined) throw new PeriodError('Give either days, or from and to.');
  if (query.from === undefined) throw new PeriodError('to needs from.');
  const to = query.to === undefined ? tomorrow : dayOf('to', query.to).plus({ days: 1 });
  return periodBetween(dayOf('from', query.from), to);
}

/** The period of the same length just before. */
export function previousPeriod({ from, to }: Period): Period {
  return { from: new Date(2 * from.getTime() - to.getTime()), to: from };
}

function periodBetween(from: DateTime, to: DateTime): Period {
  const days = to.diff(from, 'days').days;
  if (days < 1) throw new PeriodError('from must not be after to.');
  if (days > MOST_DAYS) throw new PeriodError(`A period has at most ${MOST_DAYS} days.`);
  return { from: from.toJSDate(), to: to.toJSDate() };
}

function daysOf(text: string | undefined): number {
  if (text === undefined) return DEFAULT_DAYS;
  const days = /^\d{1,4}$/.test(text) ? Number(text) : 0;
  if (days < 1 || days > MOST_DAYS) throw new PeriodError(`days must be a number from 1 to ${MOST_DAYS}.`);
  return days;
}

function dayOf(name: string, text: string): DateTime {
  const day = DateTime.fromFormat(text, 'yyyy-MM-dd', { zone: 'utc' });
  if (!day.isValid) throw new PeriodError(`${name} must be a day such as 2026-10-31.`);
  return day;
}
