import type { Bundle } from 'fhir/r4.js';
import { type Entries, fullUrlsIn } from '../fhir/full-urls.js';
import { repeats } from '../fhir/repeats.js';
import { isResource, type Resource } from '../fhir/resource.js';
import type { HookRequest } from '../request/hook-request.js';
import { readSearchPage } from './fhir-page.js';
import type { Gathered, PrefetchOutcome } from './prefetch-outcome.js';
import { resourceTypeOf } from './query-template.js';

/**
 * Reads what the EHR sent for each key a service asks for. Keys it never asked for are ignored;
 * nothing that is sent can fail the call: garbage is a failed key, named as such.
 */
export function readPrefetch(
  templates: Readonly<Record<string, string>>,
  prefetch: HookRequest['prefetch'],
): Gathered {
  return Object.fromEntries(
    Object.entries(templates).map(([key, template]) => [key, readKey(template, prefetch, key)]),
  );
}

function readKey(template: string, prefetch: HookRequest['prefetch'], key: string): PrefetchOutcome {
  if (!prefetch || !Object.hasOwn(prefetch, key)) return { state: 'absent', failure: 'not-sent' };
  const type = resourceTypeOf(template);
  const isRead = template.startsWith(`${type}/`);
  const value = prefetch[key];
  // CDS Hooks 2.0: null says that the EHR has no data for it.
  if (value === null) return { state: 'known-empty' };
  if (!isResource(value)) return { state: 'failed', failure: 'unreadable' };
  if (value.resourceType === 'OperationOutcome') return { state: 'failed', failure: 'operation-outcome' };
  if (value.resourceType === 'Bundle') return readBundle(value, type);
  if (value.resourceType !== type) return { state: 'failed', failure: 'unreadable' };
  // A search answered with one resource: some EHRs unwrap a bundle of one.
  return isRead || value.id !== undefined
    ? { state: 'supplied', resources: [value] }
    : { state: 'failed', failure: 'unreadable' };
}

/**
 * The same strictness as with pages fetched by ourselves. A further page is not fetched from here: its key is
 * incomplete, and is then asked for as a whole.
 */
function readBundle(bundle: Bundle, type: string): PrefetchOutcome {
  const page = readSearchPage(bundle, type);
  if (page === undefined) return { state: 'failed', failure: 'unreadable' };
  const { resources, total = 0 } = page;
  const entries = page.entries && [page.entries];
  const isPart = page.next !== undefined || (total > 0 && matchesIn(resources, type, entries) < total);
  const failure = page.failure ?? (isPart ? 'more-pages' : undefined);
  if (failure !== undefined)
    return resources.length > 0
      ? { state: 'incomplete', resources, failure, ...(entries && { entries }) }
      : { state: 'failed', failure };
  return resources.length > 0
    ? { state: 'supplied', resources, ...(entries && { entries }) }
    : { state: 'known-empty' };
}

/** How many different resources of the type that was asked for: what came along with them is no match. */
function matchesIn(resources: readonly Resource[], type: string, entries: readonly Entries[] = []): number {
  const isRepeat = repeats(fullUrlsIn(entries));
  let matches = 0;
  for (const resource of resources) if (resource.resourceType === type && !isRepeat(resource)) matches += 1;
  return matches;
}
