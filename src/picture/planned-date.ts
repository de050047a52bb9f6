import type { Dosage, Period, Timing } from 'fhir/r4.js';
import type { Resource } from '../request/hook-request.js';
import type { ClinicalDate, SiteCalendar } from './clinical-date.js';

/** When an order is to be carried out, and whether the order itself says so. */
export interface PlannedDate {
  readonly on: ClinicalDate;
  readonly until?: ClinicalDate;
  readonly isExplicit: boolean;
}

/**
 * The date of the first dose of an order: its timing or occurrence; else the day it was written,
 * but never a day that has passed, since what is signed today is not given yesterday.
 */
export function plannedDate(order: Resource, calendar: SiteCalendar): PlannedDate {
  const explicit = explicitDate(order, calendar);
  if (explicit) return explicit;
  const written = calendar.dayOf((order as { authoredOn?: string }).authoredOn);
  return {
    on: written !== undefined && written > calendar.today ? written : calendar.today,
    isExplicit: false,
  };
}

/** The date an order states, if it states one. */
export function explicitDate(order: Resource, calendar: SiteCalendar): PlannedDate | undefined {
  const elements = order as unknown as {
    readonly dosageInstruction?: readonly Dosage[];
    readonly occurrenceDateTime?: string;
    readonly occurrencePeriod?: Period;
    readonly occurrenceTiming?: Timing;
  };
  const dosages = Array.isArray(elements.dosageInstruction) ? elements.dosageInstruction : [];
  for (const timing of [...dosages.map((d) => d?.timing), elements.occurrenceTiming]) {
    const event = calendar.dayOf(timing?.event?.[0]);
    if (event) return { on: event, isExplicit: true };
    const bounds = ofPeriod(timing?.repeat?.boundsPeriod, calendar);
    if (bounds) return bounds;
  }
  const occurrence = calendar.dayOf(elements.occurrenceDateTime);
  return occurrence ? { on: occurrence, isExplicit: true } : ofPeriod(elements.occurrencePeriod, calendar);
}

function ofPeriod(period: Period | undefined, calendar: SiteCalendar): PlannedDate | undefined {
  const on = calendar.dayOf(period?.start);
  const until = calendar.dayOf(period?.end);
  return on ? { on, ...(until && { until }), isExplicit: true } : undefined;
}
