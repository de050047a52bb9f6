import type { HookRequest, Resource } from '../request/hook-request.js';

/** The resources of the session, in whatever state the EHR sent them. */
export function draftsOf(request: Pick<HookRequest, 'context'>): readonly Resource[] {
  const entries = request.context.draftOrders?.entry;
  if (!Array.isArray(entries)) return [];
  return entries.flatMap((entry) => {
    const resource = entry?.resource as Resource | undefined;
    return typeof resource === 'object' && resource !== null && typeof resource.resourceType === 'string'
      ? [resource]
      : [];
  });
}
