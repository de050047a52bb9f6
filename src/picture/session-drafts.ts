import { isResource } from '../gather/fhir-resource.js';
import type { HookRequest, Resource } from '../request/hook-request.js';

/** The resources of the session, in whatever state the EHR sent them. */
export function draftsOf(request: Pick<HookRequest, 'context'>): readonly Resource[] {
  const entries = request.context.draftOrders?.entry;
  if (!Array.isArray(entries)) return [];
  return entries.flatMap((entry) => {
    const resource: unknown = entry?.resource;
    return isResource(resource) ? [resource] : [];
  });
}
