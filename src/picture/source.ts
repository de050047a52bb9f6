import type { Resource } from '../request/hook-request.js';

/** `Type/id` of the record a fact came from, or its type alone where the EHR gave no id. */
export function sourceOf(resource: Pick<Resource, 'resourceType' | 'id'>): string {
  return resource.id === undefined ? resource.resourceType : `${resource.resourceType}/${resource.id}`;
}
