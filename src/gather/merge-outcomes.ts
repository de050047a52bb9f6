import { fullUrlsIn } from '../fhir/full-urls.js';
import { isId } from '../fhir/repeats.js';
import type { Resource } from '../fhir/resource.js';
import type { Gathered, PrefetchOutcome, Supply } from './prefetch-outcome.js';

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
      return { ...fetched, ...union(fetched, sent) };
    default:
      return sent;
  }
}

/** The outcomes of several reads as one: complete only if none of them failed. */
export function together(outcomes: Gathered): PrefetchOutcome {
  const each = Object.values(outcomes);
  const supplies = each.flatMap((outcome) => ('resources' in outcome ? [outcome] : []));
  const supply = {
    resources: supplies.flatMap(({ resources }) => resources),
    ...entriesOf(supplies),
  };
  const gap = each.find((outcome) => 'failure' in outcome);
  if (gap !== undefined && 'failure' in gap) {
    return supply.resources.length === 0
      ? { state: 'failed', failure: gap.failure }
      : { state: 'incomplete', ...supply, failure: gap.failure };
  }
  return supply.resources.length > 0 ? { state: 'supplied', ...supply } : { state: 'known-empty' };
}

/**
 * Each resource once, the fresher copy where both have it: one id at one server, so long as no two addresses
 * tell otherwise. What has no id is kept: better twice than lost.
 */
function union(fetched: Supply, sent: Supply): Supply {
  const entries = entriesOf([fetched, sent]);
  const fullUrlOf = fullUrlsIn(entries.entries ?? []);
  const nameOf = ({ resourceType, id }: Resource): string => `${resourceType}/${id}`;
  const known = new Map<string, (string | undefined)[]>();
  for (const resource of fetched.resources) {
    const name = nameOf(resource);
    known.set(name, [...(known.get(name) ?? []), fullUrlOf(resource)]);
  }
  const isKnown = (resource: Resource): boolean => {
    const own = fullUrlOf(resource);
    const others = isId(resource.id) ? known.get(nameOf(resource)) : undefined;
    return others?.some((url) => url === undefined || own === undefined || url === own) ?? false;
  };
  return {
    resources: [...fetched.resources, ...sent.resources.filter((resource) => !isKnown(resource))],
    ...entries,
  };
}

function entriesOf(supplies: readonly Supply[]): Pick<Supply, 'entries'> {
  const entries = supplies.flatMap((supply) => supply.entries ?? []);
  return entries.length > 0 ? { entries } : {};
}
