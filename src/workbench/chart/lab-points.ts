import type { QuantityLabDefinition } from '../../facts/lab-definition.js';
import type { ClinicalDate } from '../../picture/clinical-date.js';
import { byDay } from '../../picture/day-reading.js';
import type { LabContext } from '../../picture/lab-context.js';
import { quantityResults } from '../../picture/quantity-results.js';
import { writtenQuantity } from '../../picture/written-quantity.js';

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
  const { sorted, reader } = quantityResults(lab, context);
  return byDay(sorted.final)
    .flatMap((results): readonly LabPoint[] => {
      const day = reader.readDay(results);
      if (!day?.ok) return [];
      const { value, low, high } = day.reading;
      const shown = writtenQuantity(day.measurement);
      const alarm = lab.alarmLimit === undefined ? undefined : context.limit(lab.alarmLimit);
      const limit = (lab.alarm === 'low' ? low : high) ?? alarm;
      const isAlarming = reader.isAlarming(day.reading);
      return [{ on: day.on, value, shown, isAlarming, ...(limit !== undefined && { limit }) }];
    })
    .reverse();
}
