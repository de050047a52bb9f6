import type { FetchFailure } from '../gather/prefetch-outcome.js';
import type { ClinicalDate } from './clinical-date.js';

/**
 * What is known of a fact. Only `usable`, `stale`, `absent` and `pending` are knowledge;
 * of an `unusable` or `unavailable` fact the members a rule could ask for are left out, so
 * that FHIRPath answers "empty" and the rule cannot tell.
 */
export type FactState = 'usable' | 'stale' | 'absent' | 'pending' | 'unusable' | 'unavailable';

/** What every fact carries beside its own members: enough to show it and to prove it. */
export interface Fact {
  readonly name: string;
  readonly state: FactState;
  /** In words a physician reads: why a fact is unusable or unavailable. */
  readonly reason?: string;
  /** The same where a record is missing, to count by. */
  readonly failure?: FetchFailure;
  /** What of a known fact cannot be read: "dose" of an order. */
  readonly lacks?: string;
  /** What could not be read, where that makes the fact unavailable: "diagnoses and problems". */
  readonly records?: string;
  /** "IgG 390 mg/dL (3 Oct 2026)": value as reported, and its day. */
  readonly shown?: string;
  readonly on?: ClinicalDate;
  /** `on` as people write it. */
  readonly onDay?: string;
  readonly ageDays?: number;
  /** Calendar months, with the part of the month begun. */
  readonly ageMonths?: number;
  readonly asReported?: string;
  readonly unit?: string;
  /** `Observation/123`: the record it came from. */
  readonly source?: string;
}

/** Facts whose members have no answer: a card that reads them cannot tell. */
export function isUnknown(fact: Fact): boolean {
  return fact.state === 'unusable' || fact.state === 'unavailable';
}
