import type { FhirAccess } from '../../../src/gather/fhir-client.js';
import { type FetchLimits, fetchMissing } from '../../../src/gather/fhir-fetch.js';
import type { PrefetchOutcome } from '../../../src/gather/prefetch-outcome.js';
import { TEST_TOKEN } from './start-fhir-server.js';

/** Wide enough that only the test that narrows one of them meets it. */
export const WIDE_LIMITS: FetchLimits = {
  budgetMs: 5_000,
  maxPages: 10,
  maxResources: 500,
  maxBytes: 5_000_000,
};

/** Runs one query against a base with the test token and the real `fetch`. */
export async function fetchOne(
  fhirServer: string,
  query: string,
  {
    limits = {},
    access = {},
    fetch = globalThis.fetch,
    disconnect = new AbortController().signal,
  }: {
    readonly limits?: Partial<FetchLimits>;
    readonly access?: Partial<FhirAccess>;
    readonly fetch?: typeof globalThis.fetch;
    readonly disconnect?: AbortSignal;
  } = {},
): Promise<PrefetchOutcome | undefined> {
  const outcomes = await fetchMissing(
    { key: query },
    { fhirServer, accessToken: TEST_TOKEN, ...access },
    { fetch, clock: Date.now },
    { ...WIDE_LIMITS, ...limits },
    disconnect,
  );
  return outcomes.key;
}

/** The ids an outcome carries, in order. */
export function idsIn(outcome: PrefetchOutcome | undefined): (string | undefined)[] {
  return outcome !== undefined && 'resources' in outcome ? outcome.resources.map(({ id }) => id) : [];
}
