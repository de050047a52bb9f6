import type { QuantityReading } from './quantity-reading.js';
import { roundSix } from './units.js';
import { writtenUnit } from './written-unit.js';

/** A limit in the unit of the report; the laboratory's own as it wrote it. */
export function writtenLimit({ factor, unit, ownLimit }: QuantityReading, limit: number): string {
  return `${roundSix(ownLimit ?? limit / factor)} ${writtenUnit(unit)}`;
}

/**
 * One decimal, cut off: shown rounded up, 2.96 would read as the 3.0 that it has not reached. A second one where
 * the first would hide that a limit is passed: 1.08 times the upper limit is raised, "1x" would not be.
 */
export function writtenTimes(times: number): string {
  const cut = (scale: number): number => Math.floor(times * scale + 1e-9) / scale;
  return `${Number.isInteger(cut(10)) ? cut(100) : cut(10)}x`;
}
