import type { GroupDefinition } from '../facts/lab-definition.js';
import type { Fact } from './fact.js';
import { type LabPair, PAIR_MEMBERS } from './lab-pair.js';

/** Labs that are judged together, in booleans for the rules and in words for the texts. */
export interface GroupFact extends Fact {
  readonly anyDue?: boolean;
  readonly anyDueNotOrdered?: boolean;
  readonly anyMissing?: boolean;
  readonly anyMissingNotOrdered?: boolean;
  readonly anyStale?: boolean;
  readonly anyLow?: boolean;
  readonly anyHigh?: boolean;
  readonly anyIndeterminate?: boolean;
  /** "IgA and IgM" */
  readonly due: string;
  readonly toOrder: string;
  readonly pending: string;
  readonly missing: string;
  readonly indeterminate: string;
  /** "ALT 4.2x and AST 3.1x" */
  readonly times: string;
  readonly onDay: string;
  readonly preliminary: string;
  readonly pair?: LabPair;
}

const GROUP_MEMBERS = {
  anyDue: 'boolean',
  anyDueNotOrdered: 'boolean',
  anyMissing: 'boolean',
  anyMissingNotOrdered: 'boolean',
  anyStale: 'boolean',
  anyLow: 'boolean',
  anyHigh: 'boolean',
  anyIndeterminate: 'boolean',
  name: 'text',
  due: 'text',
  toOrder: 'text',
  pending: 'text',
  missing: 'text',
  indeterminate: 'text',
  times: 'text',
  onDay: 'text',
  preliminary: 'text',
} as const;

/** Member names cards may use of a group; only one that is paired with another test has a pair. */
export function groupMembers({ pairedWith }: GroupDefinition) {
  return pairedWith ? { ...GROUP_MEMBERS, pair: PAIR_MEMBERS } : GROUP_MEMBERS;
}
