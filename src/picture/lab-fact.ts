import type { LabDefinition, QuantityLabDefinition } from '../facts/lab-definition.js';
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
  /** A number beyond its limit. */
  readonly isAlarming: boolean;
  readonly shown?: string;
}

export const NOT_PRELIMINARY: PreliminaryResult = { isPresent: false, isPositive: false, isAlarming: false };

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
  /** Below its limit; only where a lower limit is judged, else there is no answer. */
  readonly isLow?: boolean;
  /** Above its limit; only where an upper limit is judged, else there is no answer. */
  readonly isHigh?: boolean;
  /** "4.2x" the upper limit, cut, never rounded up: 3.0x must not hide 3.04. */
  readonly timesShown?: string;
  readonly limitShown?: string;
  readonly usesDefaultLimit?: boolean;
  /** Beyond its limit over the time that its definition asks for, with no result within it in between. */
  readonly isPersistent?: boolean;
  /** Day of the first such result, as people write it. */
  readonly persistentSince?: string;

  // qualitative results
  readonly isPositive?: boolean;
  readonly isNegative?: boolean;
  readonly isIndeterminate?: boolean;
  /** Weakly or presumptively positive, and no confirmatory test yet. */
  readonly isUnconfirmed?: boolean;
  /** Positive so soon after a vaccination that the vaccine itself may be the cause. */
  readonly isTransient?: boolean;
  readonly wasEverPositive?: boolean;
  /** The positive result that a later one superseded, as a card shows it. */
  readonly positiveBefore?: string;
}

/** Whether a fact is of a laboratory test: only of these it is said whether one would order it by itself. */
export function isLab(fact: Fact): fact is LabFact {
  return 'isOrderable' in fact;
}

const COMMON_MEMBERS = {
  isPresent: 'boolean',
  isMissing: 'boolean',
  isStale: 'boolean',
  isDue: 'boolean',
  isOrdered: 'boolean',
  isUnusable: 'boolean',
  ageDays: 'number',
  ageMonths: 'number',
  name: 'text',
  shown: 'text',
  asReported: 'text',
  on: 'text',
  onDay: 'text',
  preliminary: { isPresent: 'boolean', isPositive: 'boolean', isAlarming: 'boolean', shown: 'text' },
} as const;

const QUALITATIVE_MEMBERS = {
  ...COMMON_MEMBERS,
  isPositive: 'boolean',
  isNegative: 'boolean',
  isIndeterminate: 'boolean',
  isUnconfirmed: 'boolean',
  isTransient: 'boolean',
  wasEverPositive: 'boolean',
  positiveBefore: 'text',
} as const;

const OTHER_RESULT = {
  shown: 'text',
  on: 'text',
  value: 'number',
  timesUpperLimit: 'number',
  isLow: 'boolean',
} as const;

const QUANTITY_MEMBERS = {
  ...COMMON_MEMBERS,
  value: 'number',
  limitShown: 'text',
  usesDefaultLimit: 'boolean',
  last: OTHER_RESULT,
  previous: OTHER_RESULT,
} as const;

const LOW_MEMBERS = { low: 'number', isLow: 'boolean' } as const;
const HIGH_MEMBERS = {
  high: 'number',
  isHigh: 'boolean',
  timesUpperLimit: 'number',
  timesShown: 'text',
} as const;

const PERSISTENCE_MEMBERS = { isPersistent: 'boolean', persistentSince: 'text' } as const;

/**
 * Member names cards may use of a test, with what each yields; the deck's path check reads this. A
 * member that this test never has (the upper limit of a test judged by its lower one) is no member.
 */
export function labMembers(lab: LabDefinition) {
  if (lab.kind === 'qualitative') return QUALITATIVE_MEMBERS;
  const isJudged = lab.alarmLimit !== undefined || (lab.alarm === 'low' ? lab.lowerLimit : lab.upperLimit);
  if (!isJudged) return QUANTITY_MEMBERS;
  const sided = lab.alarm === 'low' ? LOW_MEMBERS : HIGH_MEMBERS;
  return { ...QUANTITY_MEMBERS, ...sided, ...(lab.persistence && PERSISTENCE_MEMBERS) };
}

/** Whether a test is judged by a limit on this side. */
export function judges(lab: QuantityLabDefinition, side: 'low' | 'high'): boolean {
  const limit = lab.alarm === 'low' ? lab.lowerLimit : lab.upperLimit;
  return lab.alarm === side && (limit !== undefined || lab.alarmLimit !== undefined);
}
