import { showDay } from './clinical-date.js';
import type { Fact } from './fact.js';
import type { LabFact } from './lab-fact.js';

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
}

export const GROUP_MEMBERS = {
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

export function groupFact(name: string, labs: readonly LabFact[]): GroupFact {
  const unknown = labs.find((lab) => lab.state === 'unavailable' || lab.state === 'unusable');
  const worst = labs.filter((lab) => lab.isLow || lab.isHigh);
  const on = worst
    .map((lab) => lab.on ?? '')
    .sort()
    .at(-1);
  const any = <K extends string>(member: K, ask: (lab: LabFact) => boolean | undefined) =>
    three(member, labs.map(ask));
  return {
    name,
    state: unknown?.state ?? 'usable',
    ...(unknown?.reason && { reason: unknown.reason }),
    ...(on && { on }),
    ...any('anyDue', (lab) => lab.isDue),
    ...any('anyDueNotOrdered', (lab) => lab.isDue && !lab.isOrdered),
    ...any('anyMissing', (lab) => lab.isMissing),
    ...any('anyMissingNotOrdered', (lab) => lab.isMissing && !lab.isOrdered),
    ...any('anyStale', (lab) => lab.isStale),
    ...any('anyLow', (lab) => lab.isLow),
    ...any('anyHigh', (lab) => lab.isHigh),
    ...any('anyIndeterminate', (lab) => lab.isIndeterminate),
    due: listed(labs.filter((lab) => lab.isDue).map((lab) => lab.name)),
    toOrder: listed(labs.filter((lab) => lab.isDue && !lab.isOrdered).map((lab) => lab.name)),
    pending: listed(labs.filter((lab) => lab.isDue && lab.isOrdered).map((lab) => lab.name)),
    missing: listed(labs.filter((lab) => lab.isMissing).map((lab) => lab.name)),
    indeterminate: listed(labs.filter((lab) => lab.isIndeterminate).map((lab) => lab.name)),
    times: listed(
      labs
        .filter((lab) => lab.isHigh && lab.timesShown !== undefined)
        .map((lab) => `${lab.name} ${lab.timesShown}`),
    ),
    onDay: on ? showDay(on) : '',
    preliminary: listed(labs.flatMap((lab) => lab.preliminary.shown ?? [])),
  };
}

/** FHIRPath's own "any": true if one is, unknown if one is unknown and none is true, else false. */
function three<K extends string>(
  member: K,
  answers: readonly (boolean | undefined)[],
): { [key in K]?: boolean } {
  const answer = answers.includes(true) ? true : answers.includes(undefined) ? undefined : false;
  return (answer === undefined ? {} : { [member]: answer }) as { [key in K]?: boolean };
}

/** "IgG", "IgG and IgM", "IgG, IgA and IgM" */
export function listed(items: readonly string[]): string {
  return items.length < 2 ? (items[0] ?? '') : `${items.slice(0, -1).join(', ')} and ${items.at(-1)}`;
}
