import type { ClinicalDate } from './clinical-date.js';
import type { Fact } from './fact.js';

/** An earlier or a last known result, shown beside the one that counts. */
export interface OtherResult {
  readonly shown: string;
  readonly on: ClinicalDate;
  readonly value?: number;
  readonly timesUpperLimit?: number;
  readonly isLow?: boolean;
}

/** A preliminary result: it is named, and decides nothing. */
export interface PreliminaryResult {
  readonly isPresent: boolean;
  readonly isPositive: boolean;
  readonly shown?: string;
}

/**
 * What cards may ask of a laboratory test. Members are left out where there is no answer.
 * `isMissing`: never resulted. `isStale`: resulted, but too long ago. `isDue`: either.
 */
export interface LabFact extends Fact {
  readonly isPresent?: boolean;
  readonly isMissing?: boolean;
  readonly isStale?: boolean;
  readonly isDue?: boolean;
  /** A signed or unsigned order for it exists; "not known" counts as no, so that a gap is never hidden. */
  readonly isOrdered: boolean;
  /** A result is there that cannot be judged: repeating the test would settle it. */
  readonly isUnusable: boolean;
  /** A test one would order by itself: that it is missing is worth a line. */
  readonly isOrderable: boolean;
  readonly preliminary: PreliminaryResult;
  readonly last?: OtherResult;
  readonly previous?: OtherResult;

  // quantities
  readonly value?: number;
  readonly low?: number;
  readonly high?: number;
  readonly timesUpperLimit?: number;
  readonly isLow?: boolean;
  readonly isHigh?: boolean;
  /** "4.2x" the upper limit, cut, never rounded up: 3.0x must not hide 3.04. */
  readonly timesShown?: string;
  readonly limitShown?: string;
  readonly usesDefaultLimit?: boolean;

  // qualitative results
  readonly isPositive?: boolean;
  readonly isNegative?: boolean;
  readonly isIndeterminate?: boolean;
  /** Weakly or presumptively positive, and no confirmatory test yet. */
  readonly isUnconfirmed?: boolean;
  /** Positive so soon after a vaccination that the vaccine itself may be the cause. */
  readonly isTransient?: boolean;
  readonly wasEverPositive?: boolean;
}

/** Member names cards may use, with what each yields; the deck's path check reads this list. */
export const LAB_MEMBERS = {
  isPresent: 'boolean',
  isMissing: 'boolean',
  isStale: 'boolean',
  isDue: 'boolean',
  isOrdered: 'boolean',
  isUnusable: 'boolean',
  value: 'number',
  low: 'number',
  high: 'number',
  timesUpperLimit: 'number',
  ageDays: 'number',
  isLow: 'boolean',
  isHigh: 'boolean',
  usesDefaultLimit: 'boolean',
  isPositive: 'boolean',
  isNegative: 'boolean',
  isIndeterminate: 'boolean',
  isUnconfirmed: 'boolean',
  isTransient: 'boolean',
  wasEverPositive: 'boolean',
  name: 'text',
  shown: 'text',
  asReported: 'text',
  on: 'text',
  timesShown: 'text',
  onDay: 'text',
  limitShown: 'text',
  last: { shown: 'text', on: 'text', value: 'number', timesUpperLimit: 'number', isLow: 'boolean' },
  previous: { shown: 'text', on: 'text', value: 'number', timesUpperLimit: 'number', isLow: 'boolean' },
  preliminary: { isPresent: 'boolean', isPositive: 'boolean', shown: 'text' },
} as const;
