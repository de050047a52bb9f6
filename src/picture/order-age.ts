import type { OrderDefinition } from '../facts/order-definition.js';
import { type ClinicalDate, plusDays } from './clinical-date.js';
import type { OrderEntry } from './order-entry.js';
import type { SiteCalendar } from './site-calendar.js';

interface AgeContext {
  readonly calendar: SiteCalendar;
  readonly limit: (name: string) => number;
  /** Day of what was found, by the path of its fact. */
  readonly foundOn?: (path: string) => ClinicalDate | undefined;
}

/**
 * Whether an order is recent enough and written for what was found: one left open from long ago, or written
 * before the finding, answers nothing. What is on the screen is written now.
 */
export function isWrittenFor(
  entry: OrderEntry,
  { within, after }: OrderDefinition,
  context: AgeContext,
): boolean {
  if (entry.isInSession) return true;
  const { calendar, limit, foundOn } = context;
  if (within && !isWrittenSince(plusDays(calendar.today, -limit(within.days)), entry)) return false;
  if (after === undefined) return true;
  return [after].flat().every((path) => {
    const day = foundOn?.(path);
    return day === undefined || (entry.writtenOn !== undefined && entry.writtenOn >= day);
  });
}

/** Not known to be written before a day. */
export function isWrittenSince(day: ClinicalDate, { isInSession, writtenOn }: OrderEntry): boolean {
  return isInSession || writtenOn === undefined || writtenOn >= day;
}
