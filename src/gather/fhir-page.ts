import type { OperationOutcome } from 'fhir/r4.js';
import { type Entries, hasFullUrl } from '../fhir/full-urls.js';
import { isResource, type Resource } from '../fhir/resource.js';
import type { FetchFailure } from './prefetch-outcome.js';

/** One page of search results, told apart into what may be relied on and what may not. */
export interface SearchPage {
  /** Matches, and the resources the server included with them. */
  readonly resources: readonly Resource[];
  /** The entries they came in, where one of these gives an address. */
  readonly entries?: Entries;
  /** As sent: it must be judged before it is followed. */
  readonly next?: string;
  /** Number of matches on all pages, if the server says. */
  readonly total?: number;
  /** Set if the page itself says, or shows, that something is missing from it. */
  readonly failure?: FetchFailure;
}

/**
 * Reads one page of a search for `resourceType`; `undefined` if it is no search result.
 * "No entries" is a clinical fact, so whatever is there but cannot be read is a failure.
 */
export function readSearchPage(bundle: Resource, resourceType: string): SearchPage | undefined {
  if (bundle.resourceType !== 'Bundle' || (bundle.type ?? 'searchset') !== 'searchset') return undefined;
  const entries = listOf(bundle.entry);
  const links = listOf(bundle.link);
  if (entries === undefined || links === undefined) return undefined;

  const resources: Resource[] = [];
  let isAddressed = false;
  let failure: FetchFailure | undefined;
  for (const entry of entries) {
    const resource: unknown = entry?.resource;
    if (!isResource(resource)) failure ??= 'unreadable';
    else if (resource.resourceType === 'OperationOutcome') failure ??= failureOfOutcome(resource);
    else if (resource.resourceType === resourceType || isIncluded(resource, entry.search?.mode)) {
      resources.push(resource);
      isAddressed ||= hasFullUrl(entry);
    }
    // An answer to another question than the one asked is no answer to it.
    else failure ??= 'unreadable';
  }
  const link = links.find((candidate) => candidate?.relation === 'next');
  const next: unknown = link?.url;
  if (link !== undefined && typeof next !== 'string') failure ??= 'more-pages';
  return {
    resources,
    ...(isAddressed && { entries }),
    next: typeof next === 'string' ? next : undefined,
    total: typeof bundle.total === 'number' ? bundle.total : undefined,
    failure,
  };
}

/** Some EHRs let Medications ride along with the orders that name them, and do not mark them. */
function isIncluded({ resourceType }: Resource, mode: unknown): boolean {
  return mode === 'include' || resourceType === 'Medication';
}

/**
 * Epic says "no results" by an OperationOutcome of severity warning among the entries; an
 * error there means that matches may have been left out.
 */
function failureOfOutcome(outcome: OperationOutcome): FetchFailure | undefined {
  const issues = listOf(outcome.issue) ?? [];
  const harmless = issues.every(
    (issue) => issue?.severity === 'warning' || issue?.severity === 'information',
  );
  return harmless && issues.length > 0 ? undefined : 'operation-outcome';
}

/** The list, empty if left out, or `undefined` if it is none: nothing here was validated. */
function listOf<T>(value: readonly T[] | undefined): readonly T[] | undefined {
  if (value === undefined) return [];
  return Array.isArray(value) ? value : undefined;
}
