import type { QuantityLabDefinition } from '../facts/lab-definition.js';
import type { UnitTable } from '../facts/reading-tables.js';
import { type QuantityReader, quantityReader } from './day-reading.js';
import { derivedMeasurements } from './derived-measurement.js';
import { doneResults } from './done-results.js';
import type { LabContext } from './lab-context.js';
import type { SortedMeasurements } from './lab-result.js';

/** What a record holds of a test that is a number, its own and what can be computed, and how to read it. */
export interface QuantityResults {
  readonly sorted: SortedMeasurements;
  readonly reader: QuantityReader;
}

/** Finds the results of a test, with those that can be computed where it was not reported itself. */
export function quantityResults(lab: QuantityLabDefinition, context: LabContext): QuantityResults {
  const units = context.units[lab.units] as UnitTable;
  const own = doneResults(lab.codes, context);
  const sorted = lab.orElse ? derivedMeasurements(lab.orElse, own, units, context) : own;
  return { sorted, reader: quantityReader(lab, units, context) };
}
