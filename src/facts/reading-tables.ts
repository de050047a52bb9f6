/** `cards/units.yaml` */
export interface UnitTable {
  readonly canonical: string;
  /** The canonical unit as people write it. */
  readonly shown: string;
  readonly factors: Readonly<Record<string, number>>;
  readonly ambiguous?: Readonly<Record<string, readonly { from: number; to: number; factor: number }[]>>;
  readonly reject?: readonly string[];
}

export type Meaning = 'positive' | 'weakly-positive' | 'negative' | 'indeterminate' | 'not-done';

/** `cards/readings.yaml` */
export interface Readings {
  readonly words: Readonly<Record<string, readonly { means: Meaning; pattern: RegExp }[]>>;
  readonly interpretations: Readonly<Record<string, Meaning | 'abnormal'>>;
  readonly codedResults: readonly { means: Meaning; codes: string }[];
}
