import type { ObservationReferenceRange, Quantity } from 'fhir/r4.js';
import type { UnitTable } from '../facts/reading-tables.js';
import { codingsOf } from '../fhir/codeable-concept.js';
import { DECIMAL, readDecimal } from './decimal.js';
import { type Person, rangeFor } from './range-population.js';
import { readUnit } from './units.js';

/** The laboratory's own normal range, in the unit of the value it stands beside. */
export interface NormalRange {
  readonly low?: number;
  readonly high?: number;
  /** "> 1.0" and "< 1.0" leave the limit itself outside; a range in numbers includes its limits (FHIR). */
  readonly lowIsOutside?: boolean;
  readonly highIsOutside?: boolean;
}

const BETWEEN = new RegExp(String.raw`^\s*(${DECIMAL})\s*(?:-|–|to)\s*(${DECIMAL})(?![\d.,])(.*)$`);
const BOUND = new RegExp(String.raw`^\s*(<=|>=|≤|≥|<|>)\s*(${DECIMAL})(.*)$`);

/**
 * Reads the range of the SAME observation: ranges differ by method, sex and age, so another
 * laboratory's limit would judge wrongly. Ranges of another kind (therapeutic, critical) or for
 * other people are passed over; a range in text is read where it is plain.
 */
export function normalRange(
  ranges: readonly ObservationReferenceRange[] | undefined,
  value: Quantity,
  units: UnitTable | undefined,
  person: Person,
): NormalRange {
  if (!Array.isArray(ranges)) return NO_RANGE;
  const range = rangeFor(ranges.filter(isNormal), person);
  if (!range) return NO_RANGE;
  const low = inUnitOf(value, range.low, units);
  const high = inUnitOf(value, range.high, units);
  // R4 allows no comparator in a range; some laboratories send one.
  const isText = low === undefined && high === undefined;
  const read = isText
    ? fromText(range.text, value, units)
    : {
        low,
        lowIsOutside: low !== undefined && range.low?.comparator === '>',
        high,
        highIsOutside: high !== undefined && range.high?.comparator === '<',
      };
  return (read.low ?? 0) > (read.high ?? Number.POSITIVE_INFINITY) ? NO_RANGE : read;
}

const NO_RANGE: NormalRange = {};

function isNormal(range: ObservationReferenceRange): boolean {
  if (typeof range !== 'object' || range === null) return false;
  if (range.type === undefined) return true;
  const codes = codingsOf(range.type).map(({ code }) => code);
  if (codes.length > 0) return codes.includes('normal');
  const text: unknown = range.type?.text;
  return text === undefined || (typeof text === 'string' && /\b(normal|reference)\b/i.test(text));
}

function inUnitOf(
  value: Quantity,
  limit: Quantity | undefined,
  units: UnitTable | undefined,
): number | undefined {
  if (typeof limit?.value !== 'number' || !Number.isFinite(limit.value)) return undefined;
  const named = limit.code ?? limit.unit;
  if (named === undefined || named === value.code || named === value.unit) return limit.value;
  return converted(limit.value, limit, value, units);
}

function converted(
  limit: number,
  unit: { readonly unit?: string | undefined; readonly code?: string | undefined },
  value: Quantity,
  units: UnitTable | undefined,
): number | undefined {
  if (!units) return undefined;
  const from = readUnit(units, unit, limit);
  const to = readUnit(units, value, value.value ?? 0);
  return from.ok && to.ok ? (limit * from.factor) / to.factor : undefined;
}

function fromText(text: unknown, value: Quantity, units: UnitTable | undefined): NormalRange {
  if (typeof text !== 'string') return {};
  const [, from, to, unitOfBoth] = BETWEEN.exec(text) ?? [];
  if (from !== undefined && to !== undefined) {
    const low = limitInText(from, unitOfBoth, value, units);
    const high = limitInText(to, unitOfBoth, value, units);
    return low === undefined || high === undefined ? {} : { low, high };
  }
  const [, comparator, number, unit] = BOUND.exec(text) ?? [];
  const limit = number === undefined ? undefined : limitInText(number, unit, value, units);
  if (limit === undefined || comparator === undefined) return {};
  return /[<≤]/.test(comparator)
    ? { high: limit, highIsOutside: comparator === '<' }
    : { low: limit, lowIsOutside: comparator === '>' };
}

/** A unit behind the numbers counts where it can be read; anything else there is a remark. */
function limitInText(
  number: string,
  rest: string | undefined,
  value: Quantity,
  units: UnitTable | undefined,
): number | undefined {
  const limit = readDecimal(number);
  const unit = rest?.trim().split(/[\s,;(]/)[0] ?? '';
  if (limit === undefined || unit === '' || !units) return limit;
  return readUnit(units, { unit }, limit).ok ? converted(limit, { unit }, value, units) : limit;
}
