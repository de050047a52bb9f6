import { setTimeout as sleep } from 'node:timers/promises';
import { isResource, type Resource } from '../fhir/resource.js';
import { deepFreeze } from '../request/deep-freeze.js';
import { readJsonBody } from './fhir-body.js';
import type { TimeBudget } from './fhir-budget.js';
import type { FetchFailure } from './prefetch-outcome.js';

/** The access an EHR lends for the length of one call. Never stored, never logged. */
export interface FhirAccess {
  readonly fhirServer: string;
  readonly accessToken: string;
}

/** What the client needs from outside. `clock` is in milliseconds since 1970, like `Date.now`. */
export interface FetchDeps {
  readonly fetch: typeof fetch;
  readonly clock: () => number;
  /** Told of every GET: how long it took in all, and what was wrong with the answer, if anything. */
  readonly onAnswer?: (durationMs: number, failure: FetchFailure | undefined) => void;
}

/** One GET with the lent token, on a URL already known to lie on the EHR's base. */
export interface FhirClient {
  get(url: URL, maxBytes: number): Promise<FhirAnswer>;
}

/** A resource (frozen, of any type, not yet judged) or the reason why there is none. */
export type FhirAnswer =
  | { readonly ok: true; readonly resource: Resource; readonly bytes: number }
  | { readonly ok: false; readonly failure: FetchFailure };

/**
 * Makes a client for one hook call. Its `get` never rejects and never outlives the budget. Without a
 * token it sends none: a server's CapabilityStatement is open to all.
 */
export function createFhirClient(
  accessToken: string | undefined,
  deps: FetchDeps,
  budget: TimeBudget,
): FhirClient {
  const send = (url: URL) =>
    deps.fetch(url, {
      headers: {
        accept: 'application/fhir+json',
        ...(accessToken !== undefined && { authorization: `Bearer ${accessToken}` }),
      },
      // A redirect could carry the token to any host; it is reported, never followed.
      redirect: 'manual',
      signal: budget.signal,
    });

  /** One retry only: a server that is busy twice is left alone. */
  const sendPatiently = async (url: URL): Promise<Response> => {
    const response = await send(url);
    const waitMs = retryAfterMs(response, deps.clock());
    if (waitMs === undefined || waitMs >= budget.remainingMs()) return response;
    await response.body?.cancel();
    await sleep(waitMs, undefined, { signal: budget.signal });
    return send(url);
  };

  const failedUnlessLate = (failure: FetchFailure) => failed(budget.signal.aborted ? 'timeout' : failure);

  const answerOf = async (url: URL, maxBytes: number): Promise<FhirAnswer> => {
    const response = await sendPatiently(url).catch(() => undefined);
    if (response === undefined) return failedUnlessLate('unreachable');
    return readAnswer(response, maxBytes).catch(() => failedUnlessLate('unreadable'));
  };

  return {
    async get(url, maxBytes) {
      const started = deps.clock();
      const answer = await answerOf(url, maxBytes);
      deps.onAnswer?.(deps.clock() - started, answer.ok ? undefined : answer.failure);
      return answer;
    },
  };
}

async function readAnswer(response: Response, maxBytes: number): Promise<FhirAnswer> {
  const failure = failureOfStatus(response);
  if (failure !== undefined) {
    // An unread body would keep its connection from being used again.
    await response.body?.cancel();
    return failed(failure);
  }
  const body = await readJsonBody(response, maxBytes);
  if (body.state === 'too-large') return failed('too-much');
  // What was read is evidence: no later step may change it, nor be overrun by its depth.
  if (body.state === 'not-json' || !deepFreeze(body.json) || !isResource(body.json))
    return failed('unreadable');
  if (body.json.resourceType === 'OperationOutcome') return failed('operation-outcome');
  return { ok: true, resource: body.json, bytes: body.bytes };
}

function failureOfStatus({ status, ok, type }: Response): FetchFailure | undefined {
  if (ok) return undefined;
  if (type === 'opaqueredirect' || (status >= 300 && status < 400)) return 'redirected';
  switch (status) {
    case 401:
      return 'unauthorized';
    case 403:
      return 'forbidden';
    case 404:
    case 410:
      return 'not-found';
    case 429:
      return 'rate-limited';
    default:
      // The rest of 4xx is the FHIR server refusing the query itself.
      return status >= 500 ? 'server-error' : 'operation-outcome';
  }
}

/** How long a 429 or 503 asks to wait: seconds or an HTTP date (RFC 9110, 10.2.3). */
function retryAfterMs({ status, headers }: Response, now: number): number | undefined {
  const value = headers.get('retry-after');
  if (value === null || (status !== 429 && status !== 503)) return undefined;
  const ms = /^\d+$/.test(value) ? Number(value) * 1000 : Date.parse(value) - now;
  return Number.isNaN(ms) ? undefined : Math.max(0, ms);
}

function failed(failure: FetchFailure): FhirAnswer {
  return { ok: false, failure };
}
