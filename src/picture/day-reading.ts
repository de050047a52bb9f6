import type { QuantityLabDefinition, UnitTable } from '../deck/fact-definitions.js';
import type { ClinicalDate } from './clinical-date.js';
import type { LabContext } from './lab-context.js';
import type { DatedMeasurement } from './lab-result.js';
import type { Measurement } from './patient-record.js';
import { type QuantityOutcome, type QuantityReading, readQuantity } from './quantity-reading.js';
import { sourceOf } from './source.js';

/** What a day's measurements of one test come to. */
export type DayReading = {
  readonly on: ClinicalDate;
  readonly until: ClinicalDate;
  readonly source: string;
  readonly asReported: string;
} & (
  | { readonly ok: true; readonly reading: QuantityReading }
  | { readonly ok: false; readonly reason: string }
);

/** How one test's numbers are read. */
export interface QuantityReader {
  read(measurement: Measurement): QuantityOutcome;
  /** As a laboratory wrote it, readable or not. */
  written(measurement: Measurement): string;
  /** Below or above its limit, on the side that matters for this test. */
  isAlarming(reading: QuantityReading): boolean;
  /** The worst usable value of a day; an unusable one only where there is no other. */
  readDay(day: readonly DatedMeasurement[]): DayReading | undefined;
}

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
    written: (measurement) => {
      const outcome = read(measurement);
      return outcome.ok ? outcome.reading.asReported : outcome.asReported;
    },
    isAlarming: (reading) => isAlarming(lab, reading, limit),
    readDay: (day) => {
      let worst: DayReading | undefined;
      for (const { measurement, on, until } of day) {
        const outcome = read(measurement);
        const source = sourceOf(measurement.observation);
        if (!outcome.ok) {
          const { asReported, reason } = outcome;
          worst ??= { on, until, source, ok: false, asReported, reason };
        } else if (!worst?.ok || isWorse(lab, outcome.reading, worst.reading)) {
          const { reading } = outcome;
          worst = { on, until, source, ok: true, asReported: reading.asReported, reading };
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

/** Results of one day together, the newest day first. */
export function byDay(results: readonly DatedMeasurement[]): readonly (readonly DatedMeasurement[])[] {
  const days: DatedMeasurement[][] = [];
  for (const result of results) {
    const day = days.at(-1);
    if (day?.[0]?.on === result.on) day.push(result);
    else days.push([result]);
  }
  return days;
}
