import { parseFhirBase } from './fhir-base.js';
import { startTimeBudget } from './fhir-budget.js';
import { createFhirClient, type FetchDeps, type FhirAccess } from './fhir-client.js';
import { type FhirQuery, parseQuery, parseReference } from './fhir-query.js';
import { read } from './fhir-read.js';
import { type FetchCaps, search } from './fhir-search.js';
import type { PrefetchOutcome } from './prefetch-outcome.js';

/** The caps are per prefetch key; the time is shared by all of them. */
export interface FetchLimits extends FetchCaps {
  readonly budgetMs: number;
}

/** More references than any order session holds; a caller must not turn one call into thousands. */
const MAX_REFERENCES = 50;

/**
 * Fetches what the EHR did not send: every query (relative, tokens substituted and
 * URL-encoded) at the same time, inside one time budget, each with its own outcome
 * (CDS Hooks 2.0, "FHIR resource access"). Never rejects: when `disconnect` aborts, what
 * is still under way becomes `timeout`. Whether `access.fhirServer` may be contacted for
 * this caller is for `isAllowedFhirBase` to say beforehand.
 */
export async function fetchMissing(
  queries: Readonly<Record<string, string>>,
  access: FhirAccess,
  deps: FetchDeps,
  limits: FetchLimits,
  disconnect: AbortSignal,
): Promise<Record<string, PrefetchOutcome>> {
  return fetchAll(Object.entries(queries), parseQuery, access, deps, limits, disconnect);
}

/**
 * Reads resources that an order names but does not carry, e.g. `Medication/x`. The answer
 * is by reference as given. References that lead off the EHR's base are `unreachable`.
 */
export async function readReferences(
  references: readonly string[],
  access: FhirAccess,
  deps: FetchDeps,
  limits: FetchLimits,
  disconnect: AbortSignal,
): Promise<Record<string, PrefetchOutcome>> {
  const distinct = [...new Set(references)];
  const asked = distinct.slice(0, MAX_REFERENCES).map((reference) => [reference, reference] as const);
  const unasked = distinct.slice(MAX_REFERENCES);
  return {
    ...(await fetchAll(asked, parseReference, access, deps, limits, disconnect)),
    ...Object.fromEntries(unasked.map((reference) => [reference, TOO_MUCH])),
  };
}

const TOO_MUCH: PrefetchOutcome = { state: 'failed', failure: 'too-much' };
/** No connection is made where the token must not go. */
const NOT_CONTACTED: PrefetchOutcome = { state: 'failed', failure: 'unreachable' };

async function fetchAll(
  asked: readonly (readonly [key: string, text: string])[],
  parse: (text: string, base: URL) => FhirQuery | undefined,
  access: FhirAccess,
  deps: FetchDeps,
  limits: FetchLimits,
  disconnect: AbortSignal,
): Promise<Record<string, PrefetchOutcome>> {
  const base = parseFhirBase(access.fhirServer);
  const budget = startTimeBudget(limits.budgetMs, deps.clock, disconnect);
  const client = createFhirClient(access.accessToken, deps, budget);
  const fetchOne = async (text: string): Promise<PrefetchOutcome> => {
    const query = base && parse(text, base);
    if (base === undefined || query === undefined) return NOT_CONTACTED;
    return query.id === undefined
      ? search(query, base, client, limits)
      : read(query, client, limits.maxBytes);
  };
  try {
    return Object.fromEntries(
      await Promise.all(asked.map(async ([key, text]) => [key, await fetchOne(text)] as const)),
    );
  } finally {
    budget.end();
  }
}
