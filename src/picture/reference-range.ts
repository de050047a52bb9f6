import type { ObservationReferenceRange, Quantity } from 'fhir/r4.js';
import type { UnitTable } from '../deck/fact-definitions.js';
import { readUnit } from './units.js';

/** The laboratory's own normal range, in the unit of the value it stands beside. */
export interface NormalRange {
  readonly low?: number;
  readonly high?: number;
}

const BETWEEN = /^\s*([\d.]+)\s*(?:-|–|to)\s*([\d.]+)/;
const BELOW = /^\s*(?:<|<=|≤)\s*([\d.]+)/;
const ABOVE = /^\s*(?:>|>=|≥)\s*([\d.]+)/;

/**
 * Reads the range of the SAME observation: ranges differ by method, sex and age, so another
 * laboratory's limit would judge wrongly. Ranges of another kind (therapeutic, critical) or of
 * the other sex are passed over; a range in text is read where it is plain.
 */
export function normalRange(
  ranges: readonly ObservationReferenceRange[] | undefined,
  value: Quantity,
  units: UnitTable | undefined,
  sex: string | undefined,
): NormalRange {
  if (!Array.isArray(ranges)) return {};
  const normal = ranges.find((range) => isNormal(range) && fitsSex(range, sex));
  if (!normal) return {};
  const low = inUnitOf(value, normal.low, units);
  const high = inUnitOf(value, normal.high, units);
  if (low !== undefined || high !== undefined) {
    return { ...(low !== undefined && { low }), ...(high !== undefined && { high }) };
  }
  return typeof normal.text === 'string' ? fromText(normal.text) : {};
}

function isNormal(range: ObservationReferenceRange): boolean {
  const codes = range?.type?.coding?.map((c) => c?.code) ?? [];
  return codes.length === 0 || codes.includes('normal');
}

function fitsSex(range: ObservationReferenceRange, sex: string | undefined): boolean {
  const words = (range.appliesTo ?? []).flatMap((a) => [
    a?.text,
    ...(a?.coding ?? []).map((c) => c?.display),
  ]);
  const named = words.filter((w) => typeof w === 'string').map((w) => String(w).toLowerCase());
  const other = sex === 'female' ? 'male' : sex === 'male' ? 'female' : undefined;
  return other === undefined || !named.includes(other);
}

function inUnitOf(
  value: Quantity,
  limit: Quantity | undefined,
  units: UnitTable | undefined,
): number | undefined {
  if (typeof limit?.value !== 'number' || !Number.isFinite(limit.value)) return undefined;
  const named = limit.code ?? limit.unit;
  if (named === undefined || named === value.code || named === value.unit || !units) return limit.value;
  const from = readUnit(units, limit, limit.value);
  const to = readUnit(units, value, value.value ?? 0);
  return from.ok && to.ok ? (limit.value * from.factor) / to.factor : undefined;
}

function fromText(text: string): NormalRange {
  const between = BETWEEN.exec(text);
  if (between) return { low: Number(between[1]), high: Number(between[2]) };
  const below = BELOW.exec(text);
  if (below) return { high: Number(below[1]) };
  const above = ABOVE.exec(text);
  return above ? { low: Number(above[1]) } : {};
}
