import type { DenialWords } from './denial-words.js';
import type { DrugDefinition, RouteDefinition } from './drug-definition.js';
import type { ExposureDefinition } from './exposure-definition.js';
import type { HistoryDefinition } from './history-definition.js';
import type { GroupDefinition, LabDefinition } from './lab-definition.js';
import type { OrderDefinition } from './order-definition.js';

/**
 * The shape of `cards/facts.yaml` after validation: what every fact is called, where it
 * comes from, and the numbers behind it. Names of limits have been checked to exist.
 */
export interface FactDefinitions {
  /** What stands in brackets before the source of a limit, for whoever reads it there or elsewhere. */
  readonly sourceMarks: Readonly<Record<string, string>>;
  readonly limits: Readonly<Record<string, LimitDefinition>>;
  readonly queries: Readonly<Record<string, QueryDefinition>>;
  readonly labs: Readonly<Record<string, LabDefinition>>;
  readonly groups: Readonly<Record<string, GroupDefinition>>;
  readonly drugs: Readonly<Record<string, DrugDefinition>>;
  readonly routes: Readonly<Record<string, RouteDefinition>>;
  readonly orders: Readonly<Record<string, OrderDefinition>>;
  readonly exposure: ExposureDefinition;
  readonly filters: Readonly<Record<string, string>>;
  readonly dates: Readonly<Record<string, string>>;
  readonly history: Readonly<Record<string, HistoryDefinition>>;
  readonly reasons: Readonly<Record<string, ReasonsDefinition>>;
  readonly phrases: Readonly<Record<string, string>>;
  readonly diagnosesInWords: readonly DiagnosisInWords[];
  readonly denials: DenialWords;
}

/** The words by which a diagnosis belongs to a value set where none of its codes is in one. */
export interface DiagnosisInWords {
  readonly codes: string;
  readonly text: string;
  readonly notText?: string;
}

export interface LimitDefinition {
  readonly value: number;
  readonly unit: string;
  readonly source: string;
}

export interface QueryDefinition {
  readonly template: string;
  readonly name: string;
  /** Adds evidence where an EHR offers it; its absence alone is not reported. */
  readonly supplementary?: boolean;
}

/** Several things that come to the same, whichever card speaks of each. */
export interface ReasonsDefinition {
  readonly name: string;
  /** Expressions over the picture: whether it is there, and what to say of it. */
  readonly any: readonly { readonly when: string; readonly shown: string }[];
}
