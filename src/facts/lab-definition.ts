import type { Validity } from './span.js';

export type LabDefinition = QualitativeLabDefinition | QuantityLabDefinition;

interface LabCommon {
  readonly name: string;
  readonly query: string;
  readonly codes: string;
  readonly orderedBy?: string;
  readonly validFor?: Validity;
  readonly validForOnChart?: Validity;
}

export interface QualitativeLabDefinition extends LabCommon {
  readonly kind: 'qualitative';
  readonly reading: string;
  readonly number: 'reference-range' | 'detection' | { readonly cutoff: string; readonly units: string };
  readonly abnormalIsPositive?: boolean;
  readonly confirmedBy?: string;
  readonly falsePositiveAfter?: { readonly vaccines: string; readonly query: string; readonly days: string };
}

export interface QuantityLabDefinition extends LabCommon {
  readonly kind: 'quantity';
  readonly units: string;
  readonly alarm: 'low' | 'high';
  readonly alarmLimit?: string;
  readonly lowerLimit?: ReferenceLimit;
  readonly upperLimit?: ReferenceLimit;
  readonly orElse?: readonly Fallback[];
  /** Of a test that alarms when low: a value beyond it is taken for a mix-up of units and not judged. */
  readonly plausibleUpTo?: number;
  /** Results beyond the limit this far apart, with none within it in between, are more than a passing dip. */
  readonly persistence?: { readonly days: string };
}

export interface ReferenceLimit {
  /** Name of the limit used where the laboratory gives no plausible one. */
  readonly default: string;
  /** Outside this range a laboratory's limit is taken for a mix-up of units and ignored. */
  readonly plausible?: readonly [number, number];
}

export type Fallback =
  | { readonly sum: readonly string[] }
  | { readonly percent: readonly string[]; readonly of: string };

export interface GroupDefinition {
  readonly name: string;
  readonly labs: readonly string[];
  readonly pairedWith?: PairDefinition;
}

/** A test that is judged with those of a group, where both are of one illness. */
export interface PairDefinition {
  readonly lab: string;
  /** Name of the limit, in times the upper limit, above which results of the group make a pair. */
  readonly above: string;
  readonly days: string;
  /** A further test of the same days, which may explain the pair. */
  readonly beside: string;
}

/** All labs that a group is made from. */
export function labsOf({ labs, pairedWith }: GroupDefinition): readonly string[] {
  return pairedWith ? [...labs, pairedWith.lab, pairedWith.beside] : labs;
}
