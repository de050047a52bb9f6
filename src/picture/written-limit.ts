import type { QuantityReading } from './quantity-reading.js';
import { roundSix } from './units.js';
import { writtenUnit } from './written-unit.js';

/** A limit in the unit of the report; the laboratory's own as it wrote it. */
export function writtenLimit({ factor, unit, ownLimit }: QuantityReading, limit: number): string {
  return `${roundSix(ownLimit ?? limit / factor)} ${writtenUnit(unit)}`;
}

/**
 * One decimal, cut off: shown rounded up, 2.96 would read as the 3.0 that it has not reached. More of them, up to
 * three, where fewer would hide that a limit is passed: 1.008 times the upper limit is raised, "1x" would not be.
 */
export function writtenTimes(times: number): string {
  const cut = (scale: number): number => Math.floor(times * scale + 1e-9) / scale;
  if (Number.isInteger(times)) return `${times}x`;
  const told = SCALES.map(cut).find((shown) => !Number.isInteger(shown));
  return told === undefined ? `>${cut(1)}x` : `${told}x`;
}

const SCALES = [10, 100, 1000];
