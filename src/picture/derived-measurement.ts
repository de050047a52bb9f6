import type { Observation } from 'fhir/r4.js';
import type { Fallback } from '../facts/lab-definition.js';
import type { UnitTable } from '../facts/reading-tables.js';
import { doneResults } from './done-results.js';
import type { LabContext } from './lab-context.js';
import { type DatedMeasurement, newestFirst, type SortedMeasurements } from './lab-result.js';
import { specimensOf } from './specimens.js';
import { readUnit, roundSix } from './units.js';

/**
 * Completes the results of a test by what can be computed from others, for days on which the
 * test itself was not reported: an absolute count as the sum of its parts, or as a percentage, or
 * the sum of several, of the whole. The percentages and the whole must come from the same moment:
 * of two specimens the product would be the count of neither. Parts of one specimen that cannot be
 * put together are a result that cannot be read, not none.
 */
export function derivedMeasurements(
  fallbacks: readonly Fallback[],
  own: SortedMeasurements,
  units: UnitTable,
  context: LabContext,
): SortedMeasurements {
  let final = own.final;
  const onOpenDays: OnOpenDays = (measurements) => {
    const known = new Set(final.map(({ on }) => on));
    return measurements.filter(({ on }) => !known.has(on));
  };
  const add = (further: readonly DatedMeasurement[]): void => {
    if (further.length > 0) final = [...final, ...further].sort(newestFirst);
  };
  const unreadable: DatedMeasurement[] = [];
  for (const fallback of fallbacks) {
    const found =
      'sum' in fallback
        ? sums(fallback.sum, (part) => canonical(part, units), context, onOpenDays)
        : percentages(fallback, units, context, onOpenDays);
    add(found.flatMap(({ parts, value }) => (value === undefined ? [] : synthetic(parts, value, units))));
    unreadable.push(...found.flatMap(({ parts, value }) => (value === undefined ? unread(parts) : [])));
  }
  add(onOpenDays(unreadable));
  return { ...own, final };
}

/** Of these results, those of days for which the test has none yet. */
type OnOpenDays = (measurements: readonly DatedMeasurement[]) => readonly DatedMeasurement[];

/** What the parts of one specimen come to, if they can be put together. */
interface Derived {
  readonly parts: DatedMeasurement;
  readonly value: number | undefined;
}

function sums(
  names: readonly string[],
  read: (part: DatedMeasurement) => number | undefined,
  context: LabContext,
  onOpenDays: OnOpenDays,
): readonly Derived[] {
  const [first = '', ...others] = names;
  const mains = onOpenDays(doneResults(first, context).final);
  if (mains.length === 0) return [];
  const parts = others.map((set) => specimensOf(doneResults(set, context).final));
  return mains.map((main) => {
    const summands = parts.map((results) => results.like(main));
    if (summands.some((found) => found.length > 1)) return { parts: main, value: undefined };
    const values = [main, ...summands.flat()].map(read);
    const value = values.reduce<number | undefined>(
      (sum, one) => (sum === undefined || one === undefined ? undefined : sum + one),
      0,
    );
    return { parts: main, value };
  });
}

function percentages(
  { percent, of }: { readonly percent: readonly string[]; readonly of: string },
  units: UnitTable,
  context: LabContext,
  onOpenDays: OnOpenDays,
): readonly Derived[] {
  const shares = sums(percent, percentOf, context, onOpenDays);
  if (shares.length === 0) return [];
  const wholes = specimensOf(doneResults(of, context).final);
  return shares.flatMap(({ parts, value: percentage }) => {
    const [whole, another] = wholes.like(parts);
    // A percentage of nothing known is no count, and nothing that anybody would look up.
    if (!whole) return [];
    // Two wholes, and nothing says which of them the percentage is of.
    const count = another ? undefined : canonical(whole, units);
    const value = count === undefined || percentage === undefined ? undefined : (count * percentage) / 100;
    return [{ parts, value }];
  });
}

function percentOf({ measurement }: DatedMeasurement): number | undefined {
  const quantity = measurement.part.valueQuantity;
  if (typeof quantity?.value !== 'number' || quantity.comparator !== undefined) return undefined;
  return (quantity.code ?? quantity.unit) === '%' ? quantity.value : undefined;
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

function unread({ measurement, on, until }: DatedMeasurement): DatedMeasurement[] {
  const part: Observation = {
    ...measurement.observation,
    valueString: 'from parts that cannot be put together',
  };
  delete part.valueQuantity;
  delete part.referenceRange;
  return [{ on, until, measurement: { observation: measurement.observation, part } }];
}
