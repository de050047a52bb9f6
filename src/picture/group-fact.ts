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
  return {
    name,
    state: unknown?.state ?? 'usable',
    reason: unknown?.reason,
    on: on || undefined,
    anyDue: anyOf(labs, (lab) => lab.isDue),
    anyDueNotOrdered: anyOf(labs, (lab) => lab.isDue && !lab.isOrdered),
    anyMissing: anyOf(labs, (lab) => lab.isMissing),
    anyMissingNotOrdered: anyOf(labs, (lab) => lab.isMissing && !lab.isOrdered),
    anyStale: anyOf(labs, (lab) => lab.isStale),
    anyLow: anyOf(labs, (lab) => lab.isLow),
    anyHigh: anyOf(labs, (lab) => lab.isHigh),
    anyIndeterminate: anyOf(labs, (lab) => lab.isIndeterminate),
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
function anyOf(labs: readonly LabFact[], ask: (lab: LabFact) => boolean | undefined): boolean | undefined {
  let answer: boolean | undefined = false;
  for (const lab of labs) {
    const one = ask(lab);
    if (one === true) return true;
    if (one === undefined) answer = undefined;
  }
  return answer;
}

/** "IgG", "IgG and IgM", "IgG, IgA and IgM" */
export function listed(items: readonly string[]): string {
  return items.length < 2 ? (items[0] ?? '') : `${items.slice(0, -1).join(', ')} and ${items.at(-1)}`;
}
