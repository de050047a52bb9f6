import type { Quantity } from 'fhir/r4.js';
import { DECIMAL, readDecimal } from './decimal.js';
import type { Measurement } from './patient-record.js';
import { roundSix } from './units.js';
import { writtenUnit } from './written-unit.js';

const NUMBER_WITH_UNIT = new RegExp(String.raw`^(<=|>=|<|>)?\s*(${DECIMAL})(?:\s*([^\d\s].*)|\s+(\S.*))?$`);

/** The number of a measurement, as a quantity or as a text that is one. */
export function quantityOf({ part }: Measurement): Quantity | undefined {
  return part.valueQuantity ?? fromText(part.valueString);
}

function fromText(text: string | undefined): Quantity | undefined {
  const match = typeof text === 'string' ? NUMBER_WITH_UNIT.exec(text.trim()) : null;
  const value = match?.[2] === undefined ? undefined : readDecimal(match[2]);
  if (!match || value === undefined) return undefined;
  const comparator = match[1] as Quantity['comparator'];
  const unit = match[3] ?? match[4];
  return { value, ...(comparator && { comparator }), ...(unit && { unit: unit.trim() }) };
}

/** A measurement as its laboratory wrote it, readable or not: "390 mg/dL". */
export function writtenQuantity(measurement: Measurement): string {
  const quantity = quantityOf(measurement);
  if (typeof quantity?.value !== 'number') {
    const { valueString } = measurement.part;
    return typeof valueString === 'string' ? valueString : 'no value';
  }
  const number = `${writtenComparator(quantity)}${roundSix(quantity.value)}`;
  const unit = writtenUnit(quantity.unit ?? quantity.code);
  return unit === '' ? number : `${number} ${unit}`;
}

/** "<", or nothing: records are not trusted to be valid. */
export function writtenComparator({ comparator }: Quantity): string {
  return typeof comparator === 'string' ? comparator : '';
}
