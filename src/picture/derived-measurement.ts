import type { Observation } from 'fhir/r4.js';
import type { Fallback, UnitTable } from '../deck/fact-definitions.js';
import type { LabContext } from './lab-context.js';
import {
  type DatedMeasurement,
  newestFirst,
  type SortedMeasurements,
  sortMeasurements,
} from './lab-result.js';
import { isNotDone } from './not-done.js';
import { readUnit, roundSix } from './units.js';

/**
 * Completes the results of a test by what can be computed from others, for days on which the
 * test itself was not reported: an absolute count as the sum of its parts, or as a percentage of
 * the whole. The percentage and the whole must come from the same moment: of two specimens the
 * product would be the count of neither.
 */
export function derivedMeasurements(
  fallbacks: readonly Fallback[],
  own: SortedMeasurements,
  units: UnitTable,
  context: LabContext,
): SortedMeasurements {
  let final = own.final;
  for (const fallback of fallbacks) {
    const known = new Set(final.map(({ on }) => on));
    const derived = (
      'sum' in fallback ? sums(fallback.sum, units, context) : percentages(fallback, units, context)
    ).filter(({ on }) => !known.has(on));
    if (derived.length > 0) final = [...final, ...derived].sort(newestFirst);
  }
  return { ...own, final };
}

function sums(parts: readonly string[], units: UnitTable, context: LabContext): DatedMeasurement[] {
  const [first = '', ...others] = parts;
  return resultsOf(first, context).flatMap((main) => {
    const summands = others.map((set) => resultsOf(set, context).filter(sameSpecimen(main)));
    if (summands.some((found) => found.length > 1)) return [];
    const values = [main, ...summands.flat()].map((m) => canonical(m, units));
    if (values.some((v) => v === undefined)) return [];
    return synthetic(
      main,
      values.reduce((sum: number, v) => sum + (v ?? 0), 0),
      units,
    );
  });
}

function percentages(
  { percent, of }: { readonly percent: string; readonly of: string },
  units: UnitTable,
  context: LabContext,
): DatedMeasurement[] {
  return resultsOf(percent, context).flatMap((share) => {
    const [whole, another] = resultsOf(of, context).filter(sameSpecimen(share));
    // Two wholes, and nothing says which of them the percentage is of.
    const count = whole && !another ? canonical(whole, units) : undefined;
    const percentage = share.measurement.part.valueQuantity;
    if (count === undefined || typeof percentage?.value !== 'number') return [];
    if ((percentage.code ?? percentage.unit) !== '%' || percentage.comparator !== undefined) return [];
    return synthetic(share, (count * percentage.value) / 100, units);
  });
}

function resultsOf(
  valueSet: string,
  { record, calendar, readings, terminology }: LabContext,
): readonly DatedMeasurement[] {
  const done = record.measurements(valueSet).filter((m) => !isNotDone(m, readings, terminology));
  return sortMeasurements(done, calendar).final;
}

/** One observation, one specimen, or, where no specimen is named, one moment of sampling. */
function sameSpecimen({ measurement: a }: DatedMeasurement): (other: DatedMeasurement) => boolean {
  return ({ measurement: b }) => {
    if (a.observation === b.observation) return true;
    const [one, other] = [a.observation.specimen?.reference, b.observation.specimen?.reference];
    if (one !== undefined && other !== undefined) return one === other;
    const moment = momentOf(a.observation);
    return moment !== undefined && moment === momentOf(b.observation);
  };
}

const INSTANT = /T.*(Z|[+-]\d{2}:\d{2})$/;

/** A date without a time is the moment of that day's only specimen; two of them are told apart by their number. */
function momentOf({ effectiveDateTime, effectiveInstant, effectivePeriod }: Observation): string | undefined {
  const written = effectiveDateTime ?? effectiveInstant ?? effectivePeriod?.start;
  if (written === undefined) return undefined;
  const epochMs = INSTANT.test(written) ? Date.parse(written) : Number.NaN;
  return Number.isNaN(epochMs) ? written : String(epochMs);
}

function canonical({ measurement }: DatedMeasurement, units: UnitTable): number | undefined {
  const quantity = measurement.part.valueQuantity;
  if (typeof quantity?.value !== 'number' || quantity.comparator !== undefined) return undefined;
  const unit = readUnit(units, quantity, quantity.value);
  return unit.ok ? quantity.value * unit.factor : undefined;
}

function synthetic(
  { measurement, on, until }: DatedMeasurement,
  value: number,
  units: UnitTable,
): DatedMeasurement[] {
  const observation: Observation = {
    ...measurement.observation,
    valueQuantity: { value: roundSix(value), unit: units.shown, code: units.canonical },
  };
  delete observation.referenceRange;
  return [{ on, until, measurement: { observation, part: observation } }];
}
