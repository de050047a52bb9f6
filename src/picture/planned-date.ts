import type { Period, Timing } from 'fhir/r4.js';
import type { Resource } from '../fhir/resource.js';
import type { ClinicalDate } from './clinical-date.js';
import { dosagesOf } from './dosage.js';
import type { SiteCalendar } from './site-calendar.js';

/** When an order is to be carried out, and whether the order itself says so. */
export interface PlannedDate {
  readonly on: ClinicalDate;
  readonly until?: ClinicalDate;
  readonly isExplicit: boolean;
}

/**
 * The date of the next dose of an order: its timing or occurrence; else the day it was written; but never
 * a day that has passed, since what is signed today, or still open, is not given yesterday.
 */
export function plannedDate(order: Resource, calendar: SiteCalendar): PlannedDate {
  const explicit = explicitDate(order, calendar);
  if (explicit && explicit.on >= calendar.today) return explicit;
  const next = explicit && nextEvent(order, calendar);
  if (next) return { on: next, isExplicit: true };
  const written = calendar.dayOf((order as { authoredOn?: string }).authoredOn);
  const isAhead = !explicit && written !== undefined && written > calendar.today;
  return { on: isAhead ? written : calendar.today, until: explicit?.until, isExplicit: false };
}

/** The first date an order states, if it states one; it may lie in the past. */
export function explicitDate(order: Resource, calendar: SiteCalendar): PlannedDate | undefined {
  const { occurrenceDateTime, occurrencePeriod } = order as {
    readonly occurrenceDateTime?: string;
    readonly occurrencePeriod?: Period;
  };
  const stated: PlannedDate[] = [];
  const add = (on: ClinicalDate | undefined, until?: ClinicalDate): void => {
    if (on !== undefined) stated.push({ on, until, isExplicit: true });
  };
  const addPeriod = (period: Period | undefined): void => {
    add(calendar.dayOf(period?.start), calendar.dayOf(period?.end, 'last-day'));
  };
  for (const timing of timingsOf(order)) {
    for (const day of eventsOf(timing, calendar)) add(day);
    addPeriod(timing.repeat?.boundsPeriod);
  }
  const occurrence = calendar.dayOf(occurrenceDateTime);
  if (occurrence === undefined) addPeriod(occurrencePeriod);
  else add(occurrence);
  return stated.length < 2 ? stated[0] : stated.sort((a, b) => (a.on < b.on ? -1 : a.on > b.on ? 1 : 0))[0];
}

/** Every timing of an order, in its instructions and its occurrence. */
export function timingsOf(order: Resource): readonly Timing[] {
  const { occurrenceTiming } = order as { readonly occurrenceTiming?: Timing };
  const timings: Timing[] = [];
  for (const { timing } of dosagesOf(order)) if (isTiming(timing)) timings.push(timing);
  if (isTiming(occurrenceTiming)) timings.push(occurrenceTiming);
  return timings;
}

function isTiming(timing: Timing | undefined): timing is Timing {
  return typeof timing === 'object' && timing !== null;
}

/** The days that a timing names, the earliest first. */
export function eventsOf({ event }: Timing, calendar: SiteCalendar): readonly ClinicalDate[] {
  return Array.isArray(event) ? event.flatMap((day) => calendar.dayOf(day) ?? []).sort() : [];
}

function nextEvent(order: Resource, calendar: SiteCalendar): ClinicalDate | undefined {
  return timingsOf(order)
    .flatMap((timing) => eventsOf(timing, calendar))
    .sort()
    .find((day) => day >= calendar.today);
}
