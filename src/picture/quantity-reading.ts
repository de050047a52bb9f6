import type { QuantityLabDefinition } from '../facts/lab-definition.js';
import type { UnitTable } from '../facts/reading-tables.js';
import type { Measurement } from './patient-record.js';
import type { Person } from './range-population.js';
import { normalRange } from './reference-range.js';
import { readUnit, roundSix } from './units.js';
import { quantityOf } from './written-quantity.js';

/** A measured number in the canonical unit, with the limits it is judged by. */
export interface QuantityReading {
  readonly value: number;
  /** As reported, and the factor from there to the canonical one. */
  readonly unit: string;
  readonly factor: number;
  readonly low?: number;
  readonly high?: number;
  readonly timesUpperLimit?: number;
  readonly usesDefaultLimit: boolean;
  /** The laboratory's own limit in the unit of the report: converted there and back, 21 would be shown as 21.0001. */
  readonly ownLimit?: number;
}

export type QuantityOutcome =
  | { readonly ok: true; readonly reading: QuantityReading }
  | { readonly ok: false; readonly reason: string };

export interface QuantityContext {
  readonly lab: QuantityLabDefinition;
  readonly units: UnitTable;
  readonly limit: (name: string) => number;
  readonly person: Person;
}

/** Just inside an open bound: ">165" is above 165, "<0.5" is below 0.5. Larger than rounding, smaller than any laboratory's precision. */
const OPEN_BOUND = 1e-6;

/** Reads a number with its unit and its limits, or says why it cannot be judged. */
export function readQuantity(measurement: Measurement, context: QuantityContext): QuantityOutcome {
  const quantity = quantityOf(measurement);
  if (typeof quantity?.value !== 'number' || !Number.isFinite(quantity.value) || quantity.value < 0) {
    return { ok: false, reason: 'no readable number' };
  }
  const unit = readUnit(context.units, quantity, quantity.value);
  if (!unit.ok) return { ok: false, reason: UNIT_WORDS[unit.reason] };

  const range = normalRange(measurement.part.referenceRange, quantity, context.units, context.person);
  const limits = limitsOf(range, unit.factor, context);
  const exact = roundSix(quantity.value * unit.factor);
  if (context.lab.plausibleUpTo !== undefined && exact > context.lab.plausibleUpTo) {
    return { ok: false, reason: 'too high for this test, its unit may be wrong' };
  }
  const nudge = nudgeOf(quantity.comparator);
  const value = exact * nudge;
  if (!isDecisive(quantity.comparator, exact, limits, context)) {
    return { ok: false, reason: 'reported as a bound that does not settle the limit' };
  }
  return {
    ok: true,
    reading: {
      value,
      unit: unit.unit,
      factor: unit.factor,
      usesDefaultLimit: limits.isDefault,
      ownLimit: limits.own,
      low: limits.low,
      high: limits.high,
      timesUpperLimit:
        limits.high === undefined
          ? undefined
          : roundSix((quantity.value * unit.factor) / limits.exactHigh) * nudge,
    },
  };
}

const UNIT_WORDS = {
  'no-unit': 'no unit',
  'unknown-unit': 'unit cannot be interpreted',
  'two-units': 'unit and unit code differ',
} as const;

interface Limits {
  readonly low?: number;
  readonly high?: number;
  readonly exactHigh: number;
  readonly isDefault: boolean;
  readonly own?: number;
}

/** The laboratory's own limit if it is plausible, else the default: a limit outside all reason is a mix-up of units. */
function limitsOf(
  range: { low?: number; high?: number },
  factor: number,
  { lab, limit }: QuantityContext,
): Limits {
  const definition = lab.alarm === 'low' ? lab.lowerLimit : lab.upperLimit;
  if (!definition) return { exactHigh: Number.NaN, isDefault: false };
  const reported = lab.alarm === 'low' ? range.low : range.high;
  const own = reported === undefined ? undefined : reported * factor;
  const [least, most] = definition.plausible ?? [0, Number.POSITIVE_INFINITY];
  const isOwn = own !== undefined && own > 0 && roundSix(own) >= least && roundSix(own) <= most;
  const used = isOwn ? own : limit(definition.default);
  return lab.alarm === 'low'
    ? { low: roundSix(used), exactHigh: Number.NaN, isDefault: !isOwn, own: isOwn ? reported : undefined }
    : { high: roundSix(used), exactHigh: used, isDefault: !isOwn, own: isOwn ? reported : undefined };
}

function nudgeOf(comparator: string | undefined): number {
  return comparator === '<' ? 1 - OPEN_BOUND : comparator === '>' ? 1 + OPEN_BOUND : 1;
}

/**
 * "Less than 10 g/L" does not say whether IgG is below 5.65, nor "more than 20 U/L" whether ALT is above
 * 55: such a bound is not judged. "More than 500 U/L" is used as the lower bound it is.
 */
function isDecisive(
  comparator: string | undefined,
  bound: number,
  limits: Limits,
  { lab, limit }: QuantityContext,
): boolean {
  const alarm = lab.alarmLimit ? limit(lab.alarmLimit) : lab.alarm === 'low' ? limits.low : limits.high;
  if (comparator === undefined || alarm === undefined) return true;
  switch (comparator) {
    case '<':
      return bound <= alarm;
    case '<=':
      return lab.alarm === 'low' ? bound < alarm : bound <= alarm;
    case '>':
      return bound >= alarm;
    case '>=':
      return lab.alarm === 'low' ? bound >= alarm : bound > alarm;
    default:
      return false;
  }
}
