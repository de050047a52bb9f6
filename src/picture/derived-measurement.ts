import type { Observation } from 'fhir/r4.js';
import type { Fallback, UnitTable } from '../deck/fact-definitions.js';
import type { LabContext } from './lab-context.js';
import { type DatedMeasurement, type SortedMeasurements, sortMeasurements } from './lab-result.js';
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
    if (derived.length > 0)
      final = [...final, ...derived].sort((a, b) => (a.on < b.on ? 1 : a.on > b.on ? -1 : 0));
  }
  return { ...own, final };
}

function sums(parts: readonly string[], units: UnitTable, context: LabContext): DatedMeasurement[] {
  const [first = '', ...others] = parts;
  return resultsOf(first, context).flatMap((main) => {
    const summands = others.flatMap((set) => resultsOf(set, context).find(sameMoment(main)) ?? []);
    const values = [main, ...summands].map((m) => canonical(m, units));
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
    const whole = resultsOf(of, context).find(sameMoment(share));
    const count = whole && canonical(whole, units);
    const percentage = share.measurement.part.valueQuantity;
    if (count === undefined || typeof percentage?.value !== 'number') return [];
    if ((percentage.code ?? percentage.unit) !== '%') return [];
    return synthetic(share, (count * percentage.value) / 100, units);
  });
}

function resultsOf(valueSet: string, { record, calendar }: LabContext): readonly DatedMeasurement[] {
  return sortMeasurements(record.measurements(valueSet), calendar).final;
}

function sameMoment({ measurement: a }: DatedMeasurement): (other: DatedMeasurement) => boolean {
  const moment = a.observation.effectiveDateTime ?? a.observation.effectiveInstant;
  const specimen = a.observation.specimen?.reference;
  return ({ measurement: b }) =>
    (specimen !== undefined && specimen === b.observation.specimen?.reference) ||
    (moment !== undefined && moment === (b.observation.effectiveDateTime ?? b.observation.effectiveInstant));
}

function canonical({ measurement }: DatedMeasurement, units: UnitTable): number | undefined {
  const quantity = measurement.part.valueQuantity;
  if (typeof quantity?.value !== 'number' || quantity.comparator !== undefined) return undefined;
  const unit = readUnit(units, quantity, quantity.value);
  return unit.ok ? quantity.value * unit.factor : undefined;
}

function synthetic(
  { measurement, on }: DatedMeasurement,
  value: number,
  units: UnitTable,
): DatedMeasurement[] {
  const observation: Observation = {
    ...measurement.observation,
    valueQuantity: { value: roundSix(value), unit: units.shown, code: units.canonical },
  };
  delete observation.referenceRange;
  return [{ on, measurement: { observation, part: observation } }];
}
