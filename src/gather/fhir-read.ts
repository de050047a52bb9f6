import type { FhirClient } from './fhir-client.js';
import type { FhirQuery } from './fhir-query.js';
import type { PrefetchOutcome } from './prefetch-outcome.js';

/**
 * Reads one resource. It must be the one asked for: a chart merged or mixed up on the
 * server must not be taken for this patient's.
 */
export async function read(query: FhirQuery, client: FhirClient, maxBytes: number): Promise<PrefetchOutcome> {
  const answer = await client.get(query.url, maxBytes);
  if (!answer.ok) return { state: 'failed', failure: answer.failure };
  const { resource } = answer;
  if (resource.resourceType !== query.resourceType || resource.id !== query.id) {
    return { state: 'failed', failure: 'unreadable' };
  }
  return { state: 'supplied', resources: Object.freeze([resource]) };
}
