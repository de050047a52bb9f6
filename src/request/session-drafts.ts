import { type Entries, NO_ENTRIES } from '../fhir/full-urls.js';
import { isResource, type Resource } from '../fhir/resource.js';
import type { HookRequest } from './hook-request.js';

/** The entries that the resources of the session came in. */
export function draftEntries(request: Pick<HookRequest, 'context'>): readonly Entries[] {
  const entries = request.context.draftOrders?.entry;
  return Array.isArray(entries) ? [entries] : NO_ENTRIES;
}

/** The resources of the session, in whatever state the EHR sent them. */
export function draftsOf(request: Pick<HookRequest, 'context'>): readonly Resource[] {
  const entries = request.context.draftOrders?.entry;
  if (!Array.isArray(entries)) return [];
  return entries.flatMap((entry) => {
    const resource: unknown = entry?.resource;
    return isResource(resource) ? [resource] : [];
  });
}
