import type { QuantityLabDefinition, UnitTable } from '../deck/fact-definitions.js';
import { type QuantityReader, quantityReader } from './day-reading.js';
import { derivedMeasurements } from './derived-measurement.js';
import type { LabContext } from './lab-context.js';
import { type SortedMeasurements, sortMeasurements } from './lab-result.js';
import { isNotDone } from './not-done.js';

/** What a record holds of a test that is a number, its own and what can be computed, and how to read it. */
export interface QuantityResults {
  readonly sorted: SortedMeasurements;
  readonly reader: QuantityReader;
}

/** Finds the results of a test, with those that can be computed where it was not reported itself. */
export function quantityResults(lab: QuantityLabDefinition, context: LabContext): QuantityResults {
  const units = context.units[lab.units] as UnitTable;
  const done = context.record
    .measurements(lab.codes)
    .filter((measurement) => !isNotDone(measurement, context.readings, context.terminology));
  const own = sortMeasurements(done, context.calendar);
  const sorted = lab.orElse ? derivedMeasurements(lab.orElse, own, units, context) : own;
  return { sorted, reader: quantityReader(lab, units, context) };
}
