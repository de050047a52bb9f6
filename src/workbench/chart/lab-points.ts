import type { QuantityLabDefinition, UnitTable } from '../../deck/fact-definitions.js';
import type { ClinicalDate } from '../../picture/clinical-date.js';
import { byDay, quantityReader } from '../../picture/day-reading.js';
import { derivedMeasurements } from '../../picture/derived-measurement.js';
import type { LabContext } from '../../picture/lab-context.js';
import { sortMeasurements } from '../../picture/lab-result.js';
import { isNotDone } from '../../picture/not-done.js';

/** One day's value of a test, in its canonical unit, with the limit it is held against. */
export interface LabPoint {
  readonly on: ClinicalDate;
  readonly value: number;
  readonly shown: string;
  readonly limit?: number;
  readonly isAlarming: boolean;
}

/** Every readable day of a test, the oldest first: the same reading as the facts, over the whole record. */
export function labPoints(lab: QuantityLabDefinition, context: LabContext): readonly LabPoint[] {
  const units = context.units[lab.units] as UnitTable;
  const reader = quantityReader(lab, units, context);
  const done = context.record
    .measurements(lab.codes)
    .filter((measurement) => !isNotDone(measurement, context.readings, context.terminology));
  const own = sortMeasurements(done, context.calendar);
  const { final } = lab.orElse ? derivedMeasurements(lab.orElse, own, units, context) : own;
  return byDay(final)
    .flatMap((results): readonly LabPoint[] => {
      const day = reader.readDay(results);
      if (!day?.ok) return [];
      const { value, low, high, asReported } = day.reading;
      const alarm = lab.alarmLimit === undefined ? undefined : context.limit(lab.alarmLimit);
      const limit = (lab.alarm === 'low' ? low : high) ?? alarm;
      const isAlarming = reader.isAlarming(day.reading);
      return [{ on: day.on, value, shown: asReported, isAlarming, ...(limit !== undefined && { limit }) }];
    })
    .reverse();
}
