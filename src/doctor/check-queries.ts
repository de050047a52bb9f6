import { fetchMissing } from '../gather/fhir-fetch.js';
import { FETCH_CAPS } from '../gather/fhir-search.js';
import { ownRecords } from '../gather/own-records.js';
import type { FetchFailure, PrefetchOutcome } from '../gather/prefetch-outcome.js';
import { expandTemplate } from '../gather/query-template.js';
import { recordedMedications } from '../gather/unresolved-medications.js';
import { type Check, fault, note } from './check.js';
import type { DoctorDeps } from './doctor-deps.js';
import { FAILURE_MENDS } from './failure-mends.js';

/** What an EHR would lend for a call, given to the doctor for one run. */
export interface LentAccess {
  readonly fhirServer: string;
  readonly accessToken: string;
  readonly patientId: string;
}

export interface QueryChecks {
  readonly checks: readonly Check[];
  readonly failed: ReadonlyMap<string, FetchFailure>;
  /** Medications that the records only refer to. */
  readonly medications: readonly string[];
}

/**
 * Runs every query of the deck as a call without prefetch would: all at once, in the same time, under the
 * same caps. Only counts and times are told of what comes back.
 */
export async function checkQueries(
  templates: Readonly<Record<string, string>>,
  { patientId, ...access }: LentAccess,
  budgetMs: number,
  deps: DoctorDeps,
): Promise<QueryChecks> {
  const limits = { ...FETCH_CAPS, budgetMs };
  const started = deps.clock();
  const results = await Promise.all(
    Object.entries(templates).map(async ([key, template]) => {
      const query = { [key]: expandTemplate(template, patientId) };
      const outcomes = await fetchMissing(query, access, deps, limits, new AbortController().signal);
      return { key, outcome: outcomes[key], milliseconds: Math.round(deps.clock() - started) };
    }),
  );
  const all = Math.round(deps.clock() - started);
  const failed = new Map(
    results.flatMap(({ key, outcome }) =>
      outcome !== undefined && 'failure' in outcome ? [[key, outcome.failure] as const] : [],
    ),
  );
  const reasons = new Set(failed.values());
  const [reason] = reasons;
  // The same for every query is one fault, not twenty.
  const isOne = failed.size === results.length && reasons.size === 1 && reason !== undefined;
  const gathered = Object.fromEntries(
    results.flatMap(({ key, outcome }) => (outcome === undefined ? [] : [[key, outcome] as const])),
  );
  return {
    failed,
    medications: recordedMedications(ownRecords(gathered, patientId)),
    checks: isOne
      ? [fault('query', `all ${results.length}`, reason, FAILURE_MENDS[reason])]
      : [...results.map(checkQuery), inAll(results.length, all, budgetMs)],
  };
}

interface QueryResult {
  readonly key: string;
  readonly outcome: PrefetchOutcome | undefined;
  readonly milliseconds: number;
}

function checkQuery({ key, outcome, milliseconds }: QueryResult): Check {
  const resources = outcome !== undefined && 'resources' in outcome ? outcome.resources.length : 0;
  const base = { area: 'query', subject: key, milliseconds, resources } as const;
  if (outcome === undefined || !('failure' in outcome))
    return { ...base, state: 'ok', finding: resources === 0 ? 'none' : `${resources} found` };
  const finding = `${outcome.failure}${resources > 0 ? `, after ${resources} found` : ''}`;
  return { ...base, state: 'fault', finding, mend: FAILURE_MENDS[outcome.failure] };
}

/** Half of the time is left for a bad day. */
function inAll(count: number, milliseconds: number, budgetMs: number): Check {
  const finding = `${milliseconds} ms of the ${budgetMs} ms that a call may take (FHIR_BUDGET_MS)`;
  const isTight = milliseconds > budgetMs / 2;
  return {
    ...note('query', `all ${count}`, finding, isTight ? 'have the slowest sent as prefetch' : undefined),
    state: isTight ? 'note' : 'ok',
    milliseconds,
  };
}
