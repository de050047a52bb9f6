/** What was seen of the last answer, beside its content. */
export interface Observation {
  readonly status?: number;
  /** Server's clock minus ours. */
  readonly skewMs?: number;
  /** Why there was no connection: `ENOTFOUND`, `CERT_HAS_EXPIRED`. */
  readonly errorCode?: string;
}

export interface ObservedFetch {
  readonly fetch: typeof fetch;
  readonly seen: () => Observation;
}

/** Passes calls on, and remembers of the answer what the readers behind it have no use for. */
export function observedFetch(send: typeof fetch, clock: () => number): ObservedFetch {
  let seen: Observation = {};
  return {
    seen: () => seen,
    fetch: async (input, init) => {
      seen = {};
      const started = clock();
      try {
        const response = await send(input, init);
        const skewMs = skewOf(response.headers, (started + clock()) / 2);
        seen = { status: response.status, ...(skewMs !== undefined && { skewMs }) };
        return response;
      } catch (error) {
        const errorCode = codeOf(error);
        seen = errorCode === undefined ? {} : { errorCode };
        throw error;
      }
    },
  };
}

/** `Date` has whole seconds, cut off; an answer from a cache is as old as `Age` says (RFC 9110, 6.6.1; 9111, 5.1). */
function skewOf(headers: Headers, now: number): number | undefined {
  const date = Date.parse(headers.get('date') ?? '');
  if (Number.isNaN(date)) return undefined;
  const age = Number(headers.get('age') ?? 0);
  return date + 500 + (Number.isFinite(age) ? age : 0) * 1000 - now;
}

function codeOf(error: unknown): string | undefined {
  const cause = error instanceof Error ? error.cause : undefined;
  const code = typeof cause === 'object' && cause !== null && 'code' in cause ? cause.code : undefined;
  return typeof code === 'string' ? code : undefined;
}
