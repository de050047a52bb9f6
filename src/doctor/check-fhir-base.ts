import { belowBase, parseFhirBase } from '../gather/fhir-base.js';
import { startTimeBudget } from '../gather/fhir-budget.js';
import { createFhirClient } from '../gather/fhir-client.js';
import type { FetchFailure } from '../gather/prefetch-outcome.js';
import { printable } from '../printable.js';
import { type Capabilities, readCapabilities } from './capability-statement.js';
import { type Check, fault, note, ok } from './check.js';
import { checkClock } from './check-clock.js';
import { connectionWords } from './connection-words.js';
import type { DoctorDeps } from './doctor-deps.js';
import { type Observation, observedFetch } from './observed-fetch.js';

export interface FhirBaseChecks {
  readonly checks: readonly Check[];
  readonly capabilities?: Capabilities;
}

/** CapabilityStatements of large EHRs are some megabytes. */
const MAX_BYTES = 32 * 1024 ** 2;

/** Reads `{base}/metadata`, which FHIR leaves open to all, as the service would read: no redirect, a time limit, a size limit. */
export async function checkFhirBase(fhirBase: string, deps: DoctorDeps): Promise<FhirBaseChecks> {
  const base = parseFhirBase(fhirBase);
  // The registry has refused such a base already.
  if (base === undefined) return { checks: [] };
  const observed = observedFetch(deps.fetch, deps.clock);
  const budget = startTimeBudget(deps.timeoutMs, deps.clock, new AbortController().signal);
  const client = createFhirClient(undefined, { fetch: observed.fetch, clock: deps.clock }, budget);
  const started = deps.clock();
  const answer = await client.get(belowBase(base, 'metadata'), MAX_BYTES).finally(() => budget.end());
  const milliseconds = Math.round(deps.clock() - started);
  const clock = checkClock(fhirBase, observed.seen());
  if (!answer.ok)
    return { checks: [unanswered(fhirBase, answer.failure, observed.seen(), deps.timeoutMs), ...clock] };
  const capabilities = readCapabilities(answer.resource);
  if (capabilities === undefined) {
    const finding = 'does not answer with the CapabilityStatement of a FHIR server';
    return { checks: [fault('FHIR', fhirBase, finding, CORRECT_BASE), ...clock] };
  }
  return { checks: [{ ...version(fhirBase, capabilities), milliseconds }, ...clock], capabilities };
}

const CORRECT_BASE = 'correct the base in fhirBases: the URL before "/metadata"';

function version(fhirBase: string, { fhirVersion }: Capabilities): Check {
  if (/^4\.0\b/.test(fhirVersion)) return ok('FHIR', fhirBase, `FHIR ${printable(fhirVersion)}`);
  const finding = `speaks FHIR ${printable(fhirVersion)}; the service reads R4 (4.0)`;
  return /^4\./.test(fhirVersion)
    ? note('FHIR', fhirBase, finding, 'register the R4 base if there is one')
    : fault('FHIR', fhirBase, finding, 'register the R4 base of this EHR in fhirBases');
}

function unanswered(fhirBase: string, failure: FetchFailure, seen: Observation, timeoutMs: number): Check {
  const words = connectionWords(seen);
  switch (failure) {
    case 'unreachable':
      return fault('FHIR', fhirBase, words.finding, words.mend);
    case 'timeout':
      return fault('FHIR', fhirBase, `no answer within ${timeoutMs} ms`, words.mend);
    case 'redirected':
      return fault(
        'FHIR',
        fhirBase,
        'answers with a redirect, which is not followed',
        'register the base it leads to',
      );
    case 'unauthorized':
    case 'forbidden':
      return note(
        'FHIR',
        fhirBase,
        `does not show its CapabilityStatement (${seen.status}); a run with a token tells more`,
      );
    case 'too-much':
      return note(
        'FHIR',
        fhirBase,
        'its CapabilityStatement is too large to read; a run with a token tells more',
      );
    default:
      return fault(
        'FHIR',
        fhirBase,
        `/metadata answers ${seen.status ?? 'nothing'}, ${failure}`,
        CORRECT_BASE,
      );
  }
}
