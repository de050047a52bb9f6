import type { Ehr } from './ehr-registry.js';
import { type ImportedKeys, importKeys, type KeyMatch } from './imported-keys.js';
import { readKeySet } from './key-set.js';
import type { SigningAlgorithm } from './signing-algorithm.js';
import type { TrustLog } from './trust-log.js';

/** The key for one token; `keys-unavailable` when the EHR's key set could not be read when it mattered. */
export type KeyLookup = KeyMatch | { readonly state: 'keys-unavailable' };

/** Public keys of registered EHRs, and of nobody else. */
export interface KeySource {
  keyFor(ehr: Ehr, kid: string, algorithm: SigningAlgorithm): Promise<KeyLookup>;
}

export interface KeySourceTimes {
  /** How old a key set may be before it is read again; so long a withdrawn key may still work. */
  readonly maxAgeMs: number;
  /** The least time between two reads of one EHR's key set, after failures too. */
  readonly cooldownMs: number;
  /** How long reading a key set may take. */
  readonly timeoutMs: number;
  /** How long calls wait for it, which is less: what comes later is kept for the next call. */
  readonly patienceMs: number;
}

export interface KeySourceDeps {
  readonly fetch: typeof fetch;
  /** Milliseconds since 1970. */
  readonly clock: () => number;
  readonly log: TrustLog;
  readonly times?: Partial<KeySourceTimes>;
}

const TIMES: KeySourceTimes = { maxAgeMs: 600_000, cooldownMs: 30_000, timeoutMs: 3_000, patienceMs: 1_000 };

/** What is known of one EHR's key set. Separate per EHR, so that one slow host delays only its own tokens. */
interface KnownKeys {
  keys?: ImportedKeys;
  readAt: number;
  lastTry?: { readonly endedAt: number; readonly ok: boolean };
  /** While a read is under way: over when the read is, or the patience of the calls that wait for it. */
  reading?: Promise<void>;
}

/**
 * Keeps the key sets of the registered EHRs. Keys come only from the registered URL or file, never
 * from where a token points. An unknown `kid` means the EHR may have rotated its keys, so the set is
 * read again, once per cooldown however many tokens ask: else anyone could make this service hammer
 * the EHR. Keys already known keep working while the EHR's host is down.
 */
export function createKeySource(deps: KeySourceDeps): KeySource {
  const times = { ...TIMES, ...deps.times };
  const byIssuer = new Map<string, KnownKeys>();

  const knownOf = ({ issuer, keys }: Ehr): KnownKeys => {
    const known = byIssuer.get(issuer) ?? {
      readAt: 0,
      ...(keys.from === 'file' && { keys: importKeys(keys.keys) }),
    };
    byIssuer.set(issuer, known);
    return known;
  };

  const readAgain = async (ehr: Ehr, jwksUrl: string, known: KnownKeys): Promise<void> => {
    const reading = await readKeySet(jwksUrl, deps.fetch, times.timeoutMs);
    const endedAt = deps.clock();
    known.lastTry = { endedAt, ok: reading.ok };
    if (reading.ok) {
      known.keys = importKeys(reading.keys);
      known.readAt = endedAt;
    } else {
      deps.log.warn(
        { ehr: ehr.name, jwksUrl, failure: reading.failure },
        'the key set of an EHR could not be read',
      );
    }
  };

  /** Joins the read under way, or starts one unless the last has only just ended. */
  const refresh = (ehr: Ehr, jwksUrl: string, known: KnownKeys): Promise<void> => {
    const { lastTry } = known;
    if (known.reading !== undefined) return known.reading;
    if (lastTry !== undefined && !hasPassed(times.cooldownMs, lastTry.endedAt)) return Promise.resolve();
    known.reading = new Promise((resolve) => {
      const timer = setTimeout(resolve, times.patienceMs);
      void readAgain(ehr, jwksUrl, known).finally(() => {
        clearTimeout(timer);
        delete known.reading;
        resolve();
      });
    });
    return known.reading;
  };

  /** A clock set back counts as passed: it must not shut an EHR out for hours. */
  const hasPassed = (durationMs: number, since: number): boolean => {
    const elapsed = deps.clock() - since;
    return elapsed < 0 || elapsed >= durationMs;
  };

  const keyFor = async (ehr: Ehr, kid: string, algorithm: SigningAlgorithm): Promise<KeyLookup> => {
    const known = knownOf(ehr);
    const lookUp = async (): Promise<KeyMatch> =>
      (await known.keys?.find(kid, algorithm)) ?? { state: 'unknown-key' };
    if (ehr.keys.from === 'file') return lookUp();

    const stale = hasPassed(times.maxAgeMs, known.readAt);
    // Known to be down: the clinician does not wait for another timeout, the read goes on beside the call.
    const down = known.lastTry?.ok === false;
    if (known.keys !== undefined && (!stale || down)) {
      const match = await lookUp();
      if (stale) void refresh(ehr, ehr.keys.jwksUrl, known);
      if (match.state !== 'unknown-key') return match;
    }
    await refresh(ehr, ehr.keys.jwksUrl, known);
    const match = await lookUp();
    const isUnread = known.reading !== undefined || known.lastTry?.ok === false;
    return match.state === 'unknown-key' && isUnread ? { state: 'keys-unavailable' } : match;
  };

  return { keyFor };
}
