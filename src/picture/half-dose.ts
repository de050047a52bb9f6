import { daysBetween } from './clinical-date.js';
import type { DoseToCome } from './planned-doses.js';

type Limit = (name: string) => number;

/** A half of the initial dose is known by its amount; where that is not recorded, by whether the dose may be one at its place. */
export function isHalfDose({ mg }: Pick<DoseToCome, 'mg'>, mayBe: boolean, limit: Limit): boolean {
  return mg === undefined ? mayBe : mg <= limit('initialDoseMg');
}

/** The last dose, but not the second half of a split initial dose. */
export function countingDose<D extends DoseToCome>(doses: readonly D[], limit: Limit): D | undefined {
  const [last, before] = [doses.at(-1), doses.at(-2)];
  return last && before && isSplit(before, last, doses.length === 2, limit) ? before : last;
}

/** Two doses that are the halves of one: where an amount is not recorded, only the first two can be. */
export function isSplit(first: DoseToCome, second: DoseToCome, areFirstTwo: boolean, limit: Limit): boolean {
  const isClose = daysBetween(first.on, second.on) <= limit('secondDoseLatestDays');
  return isClose && isHalfDose(first, areFirstTwo, limit) && isHalfDose(second, areFirstTwo, limit);
}
