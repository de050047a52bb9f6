import type { Observation } from 'fhir/r4.js';
import { typeAndId } from '../fhir/references.js';
import { type ClinicalDate, plusDays } from './clinical-date.js';
import type { Measurement } from './patient-record.js';
import type { SiteCalendar } from './site-calendar.js';

/** A measurement whose status and date allow it to count, before its value is read. */
export interface DatedMeasurement {
  readonly measurement: Measurement;
  /** The day it speaks for; of a date without a day ("2026-01") the earliest, so that it never seems fresher than it is. */
  readonly on: ClinicalDate;
  /** The latest day it may be of: only a result after this day is certainly newer. */
  readonly until: ClinicalDate;
}

/** A result that cannot be put in its place among the others. */
export interface PassedOver {
  readonly measurement: Measurement;
  readonly reason: 'no date' | 'dated in the future' | 'no final status';
  /** A final result that lacks only its date. */
  readonly isFinal: boolean;
  readonly until?: ClinicalDate;
}

export interface SortedMeasurements {
  /** Final results, newest first. */
  readonly final: readonly DatedMeasurement[];
  /** Preliminary ones, newest first: they are named and decide nothing. */
  readonly preliminary: readonly DatedMeasurement[];
  readonly passedOver: readonly PassedOver[];
}

const FINAL = new Set(['final', 'amended', 'corrected']);
const NOT_A_RESULT = new Set(['entered-in-error', 'cancelled', 'registered']);

/**
 * Sorts measurements by what their status and date allow. One without a date, or dated more than
 * a day ahead, can never be the newest nor prove a screening (a day ahead happens across zones).
 */
export function sortMeasurements(
  measurements: readonly Measurement[],
  calendar: SiteCalendar,
): SortedMeasurements {
  const latest = plusDays(calendar.today, 1);
  const final: DatedMeasurement[] = [];
  const preliminary: DatedMeasurement[] = [];
  const passedOver: PassedOver[] = [];
  for (const measurement of measurements) {
    const status = measurement.observation.status as string | undefined;
    if (status !== undefined && NOT_A_RESULT.has(status)) continue;
    if (isAboutAnother(measurement.observation)) continue;
    const isFinal = status !== undefined && FINAL.has(status);
    const date = dateOf(measurement.observation, calendar);
    const on = calendar.dayOf(date);
    const until = calendar.dayOf(date, 'last-day');
    if (on === undefined || until === undefined) passedOver.push({ reason: 'no date', measurement, isFinal });
    else if (on > latest) passedOver.push({ reason: 'dated in the future', measurement, isFinal });
    else if (status === 'preliminary') preliminary.push({ measurement, on, until });
    else if (isFinal) final.push({ measurement, on, until });
    else passedOver.push({ reason: 'no final status', measurement, isFinal, until });
  }
  return { final: final.sort(newestFirst), preliminary: preliminary.sort(newestFirst), passedOver };
}

/** Newest day first; the order of one day stays as it was. */
export function newestFirst(a: { readonly on: ClinicalDate }, b: { readonly on: ClinicalDate }): number {
  return a.on < b.on ? 1 : a.on > b.on ? -1 : 0;
}

/** The date a result speaks for: when the specimen was taken, else when it was issued; the first that is one. */
function dateOf(observation: Observation, calendar: SiteCalendar): string | undefined {
  const isDate = (date: string | undefined): boolean => calendar.dayOf(date) !== undefined;
  const { effectiveDateTime } = observation;
  if (isDate(effectiveDateTime)) return effectiveDateTime;
  const { effectiveInstant, effectivePeriod, issued } = observation;
  return [effectiveInstant, effectivePeriod?.end, effectivePeriod?.start, issued].find(isDate);
}

/** R4 `focus`: in this patient's record, but about somebody else (a donor, a mother, a child). */
function isAboutAnother({ focus, subject }: Observation): boolean {
  return (
    Array.isArray(focus) &&
    focus.some((about) => {
      const named = typeAndId(about?.reference);
      return (
        named === undefined ||
        (/^(Patient|RelatedPerson)\//.test(named) && named !== typeAndId(subject?.reference))
      );
    })
  );
}
