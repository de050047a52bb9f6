import type { Dosage, Period, Timing } from 'fhir/r4.js';
import type { Resource } from '../request/hook-request.js';
import type { ClinicalDate, SiteCalendar } from './clinical-date.js';
import { dosagesOf } from './dosage.js';

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
  return {
    on: isAhead ? written : calendar.today,
    ...(explicit?.until && { until: explicit.until }),
    isExplicit: false,
  };
}

/** The first date an order states, if it states one; it may lie in the past. */
export function explicitDate(order: Resource, calendar: SiteCalendar): PlannedDate | undefined {
  const { occurrenceDateTime, occurrencePeriod } = order as {
    readonly occurrenceDateTime?: string;
    readonly occurrencePeriod?: Period;
  };
  const stated = timingsOf(order).flatMap((timing) => [
    ...eventsOf(timing, calendar).map((on): PlannedDate => ({ on, isExplicit: true })),
    ...ofPeriod(timing.repeat?.boundsPeriod, calendar),
  ]);
  const occurrence = calendar.dayOf(occurrenceDateTime);
  const occurring: readonly PlannedDate[] =
    occurrence === undefined ? ofPeriod(occurrencePeriod, calendar) : [{ on: occurrence, isExplicit: true }];
  return [...stated, ...occurring].sort((a, b) => (a.on < b.on ? -1 : a.on > b.on ? 1 : 0))[0];
}

/** Every timing of an order, in its instructions and its occurrence. */
export function timingsOf(order: Resource): readonly Timing[] {
  const { occurrenceTiming } = order as { readonly occurrenceTiming?: Timing };
  return [...dosagesOf(order).map(({ timing }: Dosage) => timing), occurrenceTiming].filter(
    (timing) => typeof timing === 'object' && timing !== null,
  );
}

function eventsOf({ event }: Timing, calendar: SiteCalendar): readonly ClinicalDate[] {
  return Array.isArray(event) ? event.flatMap((day) => calendar.dayOf(day) ?? []).sort() : [];
}

function nextEvent(order: Resource, calendar: SiteCalendar): ClinicalDate | undefined {
  return timingsOf(order)
    .flatMap((timing) => eventsOf(timing, calendar))
    .sort()
    .find((day) => day >= calendar.today);
}

function ofPeriod(period: Period | undefined, calendar: SiteCalendar): readonly PlannedDate[] {
  const on = calendar.dayOf(period?.start);
  const until = calendar.dayOf(period?.end, 'last-day');
  return on ? [{ on, ...(until && { until }), isExplicit: true }] : [];
}
