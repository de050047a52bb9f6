import type { JWK } from 'jose';
import { readJsonBody } from '../gather/fhir-body.js';
import { isJsonObject } from '../json-object.js';

/** Why an EHR's key set could not be read. A closed union: logged, and named by the doctor. */
export type KeySetFailure =
  | 'unreachable'
  | 'timeout'
  | 'redirected' // refused: the operator registered this address, not the next one
  | 'status' // anything but 200
  | 'too-large'
  | 'not-a-key-set'; // HTML, truncated JSON, or no "keys"

export type KeySetReading =
  | { readonly ok: true; readonly keys: readonly JWK[] }
  | { readonly ok: false; readonly failure: KeySetFailure };

/** Real key sets are a few kilobytes. */
const MAX_BYTES = 256 * 1024;

/** Reads a JWK Set (RFC 7517, 5) from its registered URL. Never throws. */
export async function readKeySet(
  url: string,
  fetchUrl: typeof fetch,
  timeoutMs: number,
): Promise<KeySetReading> {
  const signal = AbortSignal.timeout(timeoutMs);
  try {
    const response = await fetchUrl(url, {
      headers: { accept: 'application/jwk-set+json, application/json' },
      redirect: 'manual',
      signal,
    });
    if (response.status !== 200) {
      await response.body?.cancel();
      return failed(isRedirect(response) ? 'redirected' : 'status');
    }
    const body = await readJsonBody(response, MAX_BYTES);
    if (body.state === 'too-large') return failed('too-large');
    const keys = body.state === 'json' ? keysIn(body.json) : undefined;
    return keys === undefined ? failed('not-a-key-set') : { ok: true, keys };
  } catch {
    return failed(signal.aborted ? 'timeout' : 'unreachable');
  }
}

function isRedirect({ status, type }: Response): boolean {
  return type === 'opaqueredirect' || (status >= 300 && status < 400);
}

/** The entries that are objects; which of them can be used is decided per token, by `keyFits`. */
function keysIn(json: unknown): readonly JWK[] | undefined {
  return isJsonObject(json) && Array.isArray(json.keys) ? json.keys.filter(isJsonObject) : undefined;
}

function failed(failure: KeySetFailure): KeySetReading {
  return { ok: false, failure };
}
