import ucum from '@lhncbc/ucum-lhc';
import type { UnitTable } from '../facts/reading-tables.js';

/** Factor from a reported unit to the canonical one, or why there is none. */
export type UnitReading =
  | { readonly ok: true; readonly factor: number; readonly unit: string }
  | { readonly ok: false; readonly reason: 'no-unit' | 'unknown-unit' | 'two-units' };

const ucumFactors = new Map<string, number | undefined>();
const MAX_REMEMBERED_UNITS = 1_000;
/** Anything else is no UCUM expression; the parser would complain on standard output, where the log is. */
const UCUM_EXPRESSION = /^[\w*^/.()[\]{}'%+-]{1,40}$/;

/**
 * Reads the unit of a value: the project's table first, a UCUM parser only for what the table
 * does not know ("K/uL" is a thousand per microlitre in every laboratory and kelvin per
 * microlitre to the parser). `size` settles the few spellings that mean two things. Where the
 * written unit and its code are both readable and differ, neither is believed.
 */
export function readUnit(
  table: UnitTable,
  quantity: { readonly unit?: unknown; readonly code?: unknown },
  size: number,
): UnitReading {
  const code = spelling(quantity.code);
  const unit = spelling(quantity.unit);
  if (code === undefined && unit === undefined) return NO_UNIT;
  if (isRejected(code, table) || isRejected(unit, table)) return UNKNOWN_UNIT;
  const byCode = code === undefined ? undefined : factorOf(code, table, size);
  const byUnit = unit === undefined || unit === code ? undefined : factorOf(unit, table, size);
  const factor = byCode ?? byUnit;
  if (factor === undefined) return UNKNOWN_UNIT;
  if (byUnit !== undefined && byUnit !== factor) return TWO_UNITS;
  return { ok: true, factor, unit: String(unit === undefined ? quantity.code : quantity.unit) };
}

const NO_UNIT = { ok: false, reason: 'no-unit' } as const;
const UNKNOWN_UNIT = { ok: false, reason: 'unknown-unit' } as const;
const TWO_UNITS = { ok: false, reason: 'two-units' } as const;

/** Two characters look like a micro sign; the table knows it as "u". */
function spelling(unit: unknown): string | undefined {
  if (typeof unit !== 'string') return undefined;
  const written = unit.trim();
  return written === '' ? undefined : written.replace(/[\u00b5\u03bc]/g, 'u');
}

function isRejected(unit: string | undefined, { reject }: UnitTable): boolean {
  return unit !== undefined && (reject?.includes(unit) ?? false);
}

/** Six significant digits: 1000 /uL must become exactly 1, or a strict "below 1.0" would fire. */
export function roundSix(value: number): number {
  // Up to three decimals of a number below a thousand are six digits already; most results are.
  if (value < 1000 && value >= 0 && Math.round(value * 1000) / 1000 === value) return value;
  return Number(value.toPrecision(6));
}

function factorOf(unit: string, table: UnitTable, size: number): number | undefined {
  const sizes = ownMember(table.ambiguous, unit);
  if (sizes) return sizes.find(({ from, to }) => size >= from && size <= to)?.factor;
  return ownMember(table.factors, unit) ?? ucumFactor(unit, table.canonical);
}

/** A unit comes from outside: "constructor" must find nothing. */
function ownMember<T>(members: Readonly<Record<string, T>> | undefined, name: string): T | undefined {
  return members && Object.hasOwn(members, name) ? members[name] : undefined;
}

function ucumFactor(from: string, to: string): number | undefined {
  if (!UCUM_EXPRESSION.test(from)) return undefined;
  const key = `${from}\n${to}`;
  if (ucumFactors.has(key)) return ucumFactors.get(key);
  if (ucumFactors.size >= MAX_REMEMBERED_UNITS) ucumFactors.clear();
  const factor = convert(from, to);
  ucumFactors.set(key, factor);
  return factor;
}

function convert(from: string, to: string): number | undefined {
  try {
    const { status, toVal } = ucum.UcumLhcUtils.getInstance().convertUnitTo(from, 1, to);
    return status === 'succeeded' && typeof toVal === 'number' ? roundSix(toVal) : undefined;
  } catch {
    return undefined;
  }
}
