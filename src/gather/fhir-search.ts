import { type Entries, fullUrlsIn } from '../fhir/full-urls.js';
import { repeats } from '../fhir/repeats.js';
import type { Resource } from '../fhir/resource.js';
import { isWithinBase } from './fhir-base.js';
import type { FhirClient } from './fhir-client.js';
import { readSearchPage } from './fhir-page.js';
import type { FhirQuery } from './fhir-query.js';
import type { FetchFailure, PrefetchOutcome, Supply } from './prefetch-outcome.js';

/** How much one prefetch key may take. A cap reached makes the key incomplete, never complete. */
export interface FetchCaps {
  readonly maxPages: number;
  readonly maxResources: number;
  /** Of decompressed JSON, over all pages of the key. */
  readonly maxBytes: number;
}

/** What one prefetch key may bring from an EHR's FHIR server. */
export const FETCH_CAPS: FetchCaps = { maxPages: 10, maxResources: 2_000, maxBytes: 8 * 1024 ** 2 };

/** Runs a search to its last page, or to the first thing that stands in the way. */
export async function search(
  query: FhirQuery,
  base: URL,
  client: FhirClient,
  caps: FetchCaps,
): Promise<PrefetchOutcome> {
  const found: Resource[] = [];
  const entries: Entries[] = [];
  // Paging by offset over equal dates sends some entries twice.
  const isRepeat = repeats(fullUrlsIn(entries));
  let matches = 0;
  let bytes = 0;
  let total = 0;
  let url: URL | undefined = query.url;

  for (let pages = 0; url !== undefined; pages++) {
    if (pages >= caps.maxPages) return incomplete('too-much');
    const answer = await client.get(url, caps.maxBytes - bytes);
    if (!answer.ok) return incomplete(answer.failure);
    const page = readSearchPage(answer.resource, query.resourceType);
    if (page === undefined) return incomplete('unreadable');

    bytes += answer.bytes;
    if (page.entries) entries.push(page.entries);
    for (const resource of page.resources) {
      if (isRepeat(resource)) continue;
      if (found.length >= caps.maxResources) return incomplete('too-much');
      found.push(resource);
      if (resource.resourceType === query.resourceType) matches++;
    }
    if (page.failure !== undefined) return incomplete(page.failure);
    total = page.total ?? total;
    if (page.next === undefined) break;
    url = followable(page.next, url, base);
    if (url === undefined) return incomplete('more-pages');
  }
  // …and drops others: fewer distinct matches than the server counted is not all of them.
  if (matches < total) return incomplete('more-pages');
  return found.length === 0 ? { state: 'known-empty' } : { state: 'supplied', ...supply() };

  function supply(): Supply {
    return { resources: Object.freeze(found), ...(entries.length > 0 && { entries }) };
  }

  /** Nothing read at all is a failure, so that no one mistakes it for a partial result. */
  function incomplete(failure: FetchFailure): PrefetchOutcome {
    return found.length === 0 ? { state: 'failed', failure } : { state: 'incomplete', ...supply(), failure };
  }
}

/** A `next` link goes where the token may go, or nowhere. */
function followable(next: string, from: URL, base: URL): URL | undefined {
  if (!URL.canParse(next, from.href)) return undefined;
  const url = new URL(next, from);
  return isWithinBase(url, base) ? url : undefined;
}
