import type { QuantityLabDefinition } from '../facts/lab-definition.js';
import { judges, type LabFact, type OtherResult, type PreliminaryResult } from './lab-fact.js';

/** What is known of a result that is too old. */
interface Stale {
  readonly last: OtherResult;
  readonly onDay: string;
  readonly ageDays: number;
  readonly ageMonths: number;
  readonly reason: string;
  readonly source: string;
}

/** A test that is to be done: never resulted, or too long ago. */
export function dueQuantity(
  lab: QuantityLabDefinition,
  isOrdered: boolean,
  preliminary: PreliminaryResult,
  stale?: Stale,
): LabFact {
  return {
    name: lab.name,
    isOrdered,
    isOrderable: lab.orderedBy !== undefined,
    isUnusable: false,
    preliminary,
    state: isOrdered ? 'pending' : stale ? 'stale' : 'absent',
    isPresent: false,
    isMissing: stale === undefined,
    isStale: stale !== undefined,
    isDue: true,
    isLow: judges(lab, 'low') ? false : undefined,
    isHigh: judges(lab, 'high') ? false : undefined,
    isPersistent: lab.persistence ? false : undefined,
    last: stale?.last,
    on: stale?.last.on,
    onDay: stale?.onDay,
    ageDays: stale?.ageDays,
    ageMonths: stale?.ageMonths,
    reason: stale?.reason,
    source: stale?.source,
  };
}
