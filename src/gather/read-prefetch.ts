import type { Bundle, OperationOutcome } from 'fhir/r4.js';
import type { HookRequest, Resource } from '../request/hook-request.js';
import type { Gathered, PrefetchOutcome } from './prefetch-outcome.js';

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
  const type = template.split(/[/?]/)[0] ?? '';
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

function readBundle(bundle: Bundle, type: string): PrefetchOutcome {
  if (bundle.entry !== undefined && !Array.isArray(bundle.entry))
    return { state: 'failed', failure: 'unreadable' };
  const resources: Resource[] = [];
  let failed = false;
  let unreadable = 0;
  for (const entry of bundle.entry ?? []) {
    const resource: unknown = entry?.resource;
    if (!isResource(resource)) unreadable += 1;
    else if (resource.resourceType === 'OperationOutcome') failed ||= isError(resource);
    // Included Medications ride along with the orders that name them.
    else if (resource.resourceType === type || resource.resourceType === 'Medication')
      resources.push(resource);
    else unreadable += 1;
  }
  const hasMore = Array.isArray(bundle.link) && bundle.link.some((link) => link?.relation === 'next');
  if (failed) return partial(resources, 'operation-outcome');
  if (hasMore) return { state: 'incomplete', resources, failure: 'more-pages' };
  if (unreadable > 0) return partial(resources, 'unreadable');
  return resources.length > 0 ? { state: 'supplied', resources } : { state: 'known-empty' };
}

function partial(
  resources: readonly Resource[],
  failure: 'operation-outcome' | 'unreadable',
): PrefetchOutcome {
  return resources.length > 0 ? { state: 'incomplete', resources, failure } : { state: 'failed', failure };
}

/** Epic says "no results" by an OperationOutcome of severity warning inside the bundle: that is no failure. */
function isError(outcome: OperationOutcome): boolean {
  const issues = Array.isArray(outcome.issue) ? outcome.issue : [];
  return issues.some((issue) => issue?.severity === 'error' || issue?.severity === 'fatal');
}

function isResource(value: unknown): value is Resource {
  return typeof value === 'object' && value !== null && typeof (value as Resource).resourceType === 'string';
}
