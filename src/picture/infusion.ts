import type { OrderDefinition } from '../facts/order-definition.js';
import { type ClinicalDate, daysBetween, plusDays } from './clinical-date.js';
import { orderDays } from './order-days.js';
import type { OrderEntry } from './order-entry.js';
import { explicitDate } from './planned-date.js';
import type { SiteCalendar } from './site-calendar.js';

/** The dose that other orders belong to. */
export interface Infusion {
  readonly on: ClinicalDate;
  readonly writtenOn: readonly ClinicalDate[];
  /** Days of all doses of the orders in hand, the earliest first. */
  readonly days: readonly ClinicalDate[];
}

interface InfusionContext {
  readonly infusion?: Infusion;
  readonly calendar: SiteCalendar;
  readonly limit: (name: string) => number;
}

/**
 * Premedication belongs to one infusion. An unsigned order without a date is for the infusion on the
 * same screen; a signed one must be dated around it, or have been written with it.
 */
export function isNear(
  entry: OrderEntry,
  span: NonNullable<OrderDefinition['near']>,
  { infusion, calendar, limit }: InfusionContext,
): boolean {
  if (!infusion) return entry.isInSession;
  const days = limit(span.days);
  const explicit = explicitDate(entry.coded.resource, calendar);
  if (explicit) {
    const from = plusDays(explicit.on, -days);
    const to = plusDays(explicit.until ?? explicit.on, days);
    if (infusion.on >= from && infusion.on <= to) return true;
    const { stated } = orderDays(entry.coded.resource, calendar);
    return stated.some((day) => Math.abs(daysBetween(day, infusion.on)) <= days);
  }
  if (entry.isInSession) return true;
  const written = entry.writtenOn;
  if (written === undefined) return false;
  return [infusion.on, ...infusion.writtenOn].some((day) => Math.abs(daysBetween(written, day)) <= days);
}
