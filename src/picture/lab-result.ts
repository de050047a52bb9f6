import type { Observation } from 'fhir/r4.js';
import { type ClinicalDate, plusDays, type SiteCalendar } from './clinical-date.js';
import type { Measurement } from './patient-record.js';

/** A measurement whose status and date allow it to count, before its value is read. */
export interface DatedMeasurement {
  readonly measurement: Measurement;
  readonly on: ClinicalDate;
}

export interface SortedMeasurements {
  /** Final results, newest first. */
  readonly final: readonly DatedMeasurement[];
  /** Preliminary ones, newest first: they are named and decide nothing. */
  readonly preliminary: readonly DatedMeasurement[];
  /** Why a final result was passed over, where one was: the last resort when nothing else is there. */
  readonly passedOver?: { readonly reason: string; readonly measurement: Measurement };
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
  let passedOver: SortedMeasurements['passedOver'];
  for (const measurement of measurements) {
    const status = measurement.observation.status as string | undefined;
    if (status !== undefined && NOT_A_RESULT.has(status)) continue;
    if (isAbsent(measurement)) continue;
    const on = dayOf(measurement.observation, calendar);
    if (on === undefined) passedOver = { reason: 'no date', measurement };
    else if (on > latest) passedOver = { reason: 'dated in the future', measurement };
    else if (status === 'preliminary') preliminary.push({ measurement, on });
    else if (status !== undefined && FINAL.has(status)) final.push({ measurement, on });
    else passedOver = { reason: 'no final status', measurement };
  }
  return {
    final: final.sort(newestFirst),
    preliminary: preliminary.sort(newestFirst),
    ...(passedOver && { passedOver }),
  };
}

/** The day a result speaks for: when the specimen was taken, else when it was issued. */
function dayOf(observation: Observation, calendar: SiteCalendar): ClinicalDate | undefined {
  const { effectiveDateTime, effectiveInstant, effectivePeriod, issued } = observation;
  return (
    calendar.dayOf(effectiveDateTime) ??
    calendar.dayOf(effectiveInstant) ??
    calendar.dayOf(effectivePeriod?.end) ??
    calendar.dayOf(effectivePeriod?.start) ??
    calendar.dayOf(issued)
  );
}

/** "Not done" is not a result: the test is as missing as if nobody had asked for it. */
function isAbsent({ part }: Measurement): boolean {
  return (
    part.dataAbsentReason !== undefined &&
    part.valueQuantity?.value === undefined &&
    part.valueCodeableConcept === undefined &&
    part.valueString === undefined
  );
}

function newestFirst(a: DatedMeasurement, b: DatedMeasurement): number {
  return a.on < b.on ? 1 : a.on > b.on ? -1 : 0;
}
