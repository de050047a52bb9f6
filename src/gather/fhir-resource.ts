import type { Resource } from '../request/hook-request.js';

/** Whether a JSON value has the one member that makes it a FHIR resource; the rest is not validated. */
export function isResource(json: unknown): json is Resource {
  return (
    typeof json === 'object' &&
    json !== null &&
    'resourceType' in json &&
    typeof json.resourceType === 'string'
  );
}

/**
 * Freezes a JSON value to its leaves: what was read is evidence, and no later step may
 * change it. Iterative, because nesting is the sender's choice and must not exhaust the stack.
 */
export function freezeJson<T>(json: T): T {
  const pending: unknown[] = [json];
  while (pending.length > 0) {
    const value = pending.pop();
    if (typeof value !== 'object' || value === null || Object.isFrozen(value)) continue;
    Object.freeze(value);
    for (const member of Object.values(value)) pending.push(member);
  }
  return json;
}
