import type { Resource } from '../fhir/resource.js';
import { type ClinicalDate, isPartialDate, showDate, showDay } from './clinical-date.js';
import type { RecordContext, RecordSource } from './history-record.js';

/** The day of a found record as exactly as it is written: "2026" is no day, though it is judged as its last. */
export function dayShown(
  resource: Resource,
  on: ClinicalDate,
  source: RecordSource,
  context: RecordContext,
): string {
  const { calendar } = context;
  const written = datesOf(resource, source, context).find((date) => calendar.dayOf(date, 'last-day') === on);
  return isPartialDate(written) ? showDate(calendar.dayOf(written) ?? on, on) : showDay(on);
}

/**
 * The first date that is one and not to come: what was stopped before its time did not end on the day it was
 * meant to. A partial date is read as its last day: an infection "in 2026" may be yesterday's.
 */
export function dayOf(
  resource: Resource,
  source: RecordSource,
  context: RecordContext,
  latest: ClinicalDate,
): ClinicalDate | undefined {
  let toCome: ClinicalDate | undefined;
  for (const date of datesOf(resource, source, context)) {
    const day = context.calendar.dayOf(date, 'last-day');
    if (day !== undefined && day <= latest) return day;
    toCome ??= day;
  }
  return toCome;
}

function datesOf(resource: Resource, source: RecordSource, context: RecordContext): readonly unknown[] {
  const read = source.date ?? context.dates.get(resource.resourceType);
  return read?.(resource, daysOf(context)) ?? [];
}

/** The days that expressions over records may compare with. */
export function daysOf({ plannedOn, calendar }: RecordContext): Readonly<Record<string, string>> {
  return { plannedOn, today: calendar.today };
}
