import ucum from '@lhncbc/ucum-lhc';
import type { UnitTable } from '../deck/fact-definitions.js';

/** Factor from a reported unit to the canonical one, or why there is none. */
export type UnitReading =
  | { readonly ok: true; readonly factor: number; readonly unit: string }
  | { readonly ok: false; readonly reason: 'no-unit' | 'unknown-unit' };

const ucumFactors = new Map<string, number | undefined>();
const MAX_REMEMBERED_UNITS = 1_000;

/**
 * Reads the unit of a value: the project's table first, a UCUM parser only for what the table
 * does not know ("K/uL" is a thousand per microlitre in every laboratory and kelvin per
 * microlitre to the parser). `size` settles the few spellings that mean two things.
 */
export function readUnit(
  table: UnitTable,
  quantity: { readonly unit?: unknown; readonly code?: unknown },
  size: number,
): UnitReading {
  const names = [quantity.code, quantity.unit].filter((n): n is string => typeof n === 'string' && n !== '');
  if (names.length === 0) return { ok: false, reason: 'no-unit' };
  const unit = typeof quantity.unit === 'string' && quantity.unit !== '' ? quantity.unit : (names[0] ?? '');
  for (const name of names) {
    const written = name.trim().replace(/[\u00b5\u03bc]/g, 'u');
    if (table.reject?.includes(written)) return { ok: false, reason: 'unknown-unit' };
    const sizes = table.ambiguous?.[written];
    if (sizes) {
      const meant = sizes.find(({ from, to }) => size >= from && size <= to);
      return meant ? { ok: true, factor: meant.factor, unit } : { ok: false, reason: 'unknown-unit' };
    }
    const factor = table.factors[written] ?? ucumFactor(written, table.canonical);
    if (factor !== undefined) return { ok: true, factor, unit };
  }
  return { ok: false, reason: 'unknown-unit' };
}

/** Six significant digits: 1000 /uL must become exactly 1, or a strict "below 1.0" would fire. */
export function roundSix(value: number): number {
  return Number(value.toPrecision(6));
}

function ucumFactor(from: string, to: string): number | undefined {
  const key = `${from}\n${to}`;
  if (ucumFactors.has(key)) return ucumFactors.get(key);
  if (ucumFactors.size >= MAX_REMEMBERED_UNITS) ucumFactors.clear();
  const result = ucum.UcumLhcUtils.getInstance().convertUnitTo(from, 1, to);
  const factor = result.status === 'succeeded' && typeof result.toVal === 'number' ? result.toVal : undefined;
  ucumFactors.set(key, factor);
  return factor;
}
