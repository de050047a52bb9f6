import type { RecordWindow } from '../facts/span.js';
import type { ClinicalDate } from './clinical-date.js';
import type { SiteCalendar } from './site-calendar.js';
import { before } from './span.js';

/** What a window ends at, today or the day planned, and the limits it is as long as. */
export interface WindowContext {
  readonly calendar: SiteCalendar;
  readonly plannedOn: ClinicalDate;
  readonly limit: (name: string) => number;
}

/** What has no date is never within a window, unless its definition takes it to be. */
export function isWithin(
  on: ClinicalDate | undefined,
  span: RecordWindow | undefined,
  undated: 'counts' | undefined,
  context: WindowContext,
): boolean {
  if (!span) return true;
  if (on === undefined) return undated === 'counts';
  return on >= windowStart(span, context);
}

/** The first day of a window. */
export function windowStart(span: RecordWindow, { calendar, plannedOn, limit }: WindowContext): ClinicalDate {
  return before(span.before === 'plannedOn' ? plannedOn : calendar.today, span, limit);
}
