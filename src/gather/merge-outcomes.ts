import type { Resource } from '../request/hook-request.js';
import type { Gathered, PrefetchOutcome } from './prefetch-outcome.js';

/** What was sent, with what was fetched in its place. */
export function merged(sent: Gathered, fetched: Gathered): Gathered {
  return Object.fromEntries(
    Object.entries(fetched).map(([key, outcome]) => [key, better(sent[key], outcome)]),
  );
}

/**
 * What the server gave in full replaces what was sent in part. Where neither is all, nothing of either may
 * be lost; and a server that finds nothing does not undo what the EHR has shown.
 */
function better(sent: PrefetchOutcome | undefined, fetched: PrefetchOutcome): PrefetchOutcome {
  if (sent?.state !== 'incomplete') return fetched;
  switch (fetched.state) {
    case 'supplied':
      return fetched;
    case 'incomplete':
      return { ...fetched, resources: union(fetched.resources, sent.resources) };
    default:
      return sent;
  }
}

/** The outcomes of several reads as one: complete only if none of them failed. */
export function together(outcomes: Gathered): PrefetchOutcome {
  const each = Object.values(outcomes);
  const resources = each.flatMap((outcome) => ('resources' in outcome ? outcome.resources : []));
  const gap = each.find((outcome) => 'failure' in outcome);
  if (gap !== undefined && 'failure' in gap) {
    return resources.length === 0
      ? { state: 'failed', failure: gap.failure }
      : { state: 'incomplete', resources, failure: gap.failure };
  }
  return resources.length > 0 ? { state: 'supplied', resources } : { state: 'known-empty' };
}

/** Each resource once, the first list's copy where both have it. What has no id is kept: better twice than lost. */
function union(first: readonly Resource[], second: readonly Resource[]): readonly Resource[] {
  const nameOf = ({ resourceType, id }: Resource): string => `${resourceType}/${id}`;
  const known = new Set(first.map(nameOf));
  return [
    ...first,
    ...second.filter((resource) => resource.id === undefined || !known.has(nameOf(resource))),
  ];
}
