import type { QuantityLabDefinition } from '../facts/lab-definition.js';
import type { UnitTable } from '../facts/reading-tables.js';
import type { ClinicalDate } from './clinical-date.js';
import type { LabContext } from './lab-context.js';
import type { DatedMeasurement } from './lab-result.js';
import type { Measurement } from './patient-record.js';
import { type QuantityOutcome, type QuantityReading, readQuantity } from './quantity-reading.js';

/** What a day's measurements of one test come to. */
export type DayReading = {
  readonly on: ClinicalDate;
  readonly until: ClinicalDate;
  readonly measurement: Measurement;
} & (
  | { readonly ok: true; readonly reading: QuantityReading }
  | { readonly ok: false; readonly reason: string }
);

/** How one test's numbers are read. */
export interface QuantityReader {
  read(measurement: Measurement): QuantityOutcome;
  /** Below or above its limit, on the side that matters for this test. */
  isAlarming(reading: QuantityReading): boolean;
  /** The worst usable value of a day; an unusable one only where there is no other. */
  readDay(day: readonly DatedMeasurement[]): DayReading | undefined;
}

/** A reader for the units and limits of one test, and for the person it was done on. */
export function quantityReader(
  lab: QuantityLabDefinition,
  units: UnitTable,
  context: LabContext,
): QuantityReader {
  const { limit, person } = context;
  const reading = { lab, units, limit, person };
  const read = (measurement: Measurement): QuantityOutcome => readQuantity(measurement, reading);
  return {
    read,
    isAlarming: (reading) => isAlarming(lab, reading, limit),
    readDay: (day) => {
      let worst: DayReading | undefined;
      for (const { measurement, on, until } of day) {
        const outcome = read(measurement);
        if (!outcome.ok) {
          worst ??= { on, until, measurement, ok: false, reason: outcome.reason };
        } else if (!worst?.ok || isWorse(lab, outcome.reading, worst.reading)) {
          worst = { on, until, measurement, ok: true, reading: outcome.reading };
        }
      }
      return worst;
    },
  };
}

function isAlarming(
  lab: QuantityLabDefinition,
  { value, low, timesUpperLimit }: QuantityReading,
  limit: (name: string) => number,
): boolean {
  const alarm = lab.alarmLimit === undefined ? undefined : limit(lab.alarmLimit);
  if (lab.alarm === 'low') return value < (low ?? alarm ?? Number.NEGATIVE_INFINITY);
  return timesUpperLimit === undefined ? value > (alarm ?? Number.POSITIVE_INFINITY) : timesUpperLimit > 1;
}

function isWorse(lab: QuantityLabDefinition, a: QuantityReading, b: QuantityReading): boolean {
  if (lab.alarm === 'low') return a.value < b.value;
  return (a.timesUpperLimit ?? a.value) > (b.timesUpperLimit ?? b.value);
}

/** The results of the newest day, of all with the newest first. */
export function newestDay(results: readonly DatedMeasurement[]): readonly DatedMeasurement[] {
  const [newest] = results;
  const earlier = results.findIndex(({ on }) => on !== newest?.on);
  return earlier < 0 ? results : results.slice(0, earlier);
}

/** Results of one day together, the newest day first. */
export function byDay(results: readonly DatedMeasurement[]): readonly (readonly DatedMeasurement[])[] {
  const days: DatedMeasurement[][] = [];
  for (const result of results) {
    const day = days[days.length - 1];
    if (day?.[0]?.on === result.on) day.push(result);
    else days.push([result]);
  }
  return days;
}
