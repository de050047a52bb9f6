import type { ReplayStore } from './replay-store.js';
import type { TrustLog } from './trust-log.js';

export interface OutageTolerantReplayStoreDeps {
  /** The store all replicas share (the journal's database). */
  readonly shared: ReplayStore;
  /** This process's own memory, asked first. */
  readonly local: ReplayStore;
  /** Milliseconds since 1970. */
  readonly clock: () => number;
  readonly log: TrustLog;
  readonly timeoutMs?: number;
  readonly retryAfterMs?: number;
}

/**
 * A replay store that outlives its database. While the shared store fails, each replica still
 * refuses every token it has itself seen; what is lost is only the refusal of a token used at another
 * replica. The alternative, refusing every call, would take the safety checks from all physicians to
 * keep out somebody who already holds a genuine token.
 */
export function createOutageTolerantReplayStore(deps: OutageTolerantReplayStoreDeps): ReplayStore {
  const { shared, local, clock, log, timeoutMs = 250, retryAfterMs = 5_000 } = deps;
  let failedAt: number | undefined;
  return {
    async remember(issuer, jti, expiresAt) {
      if ((await local.remember(issuer, jti, expiresAt)) === 'seen') return 'seen';
      // Within the pause nobody waits for a store that has just failed.
      if (failedAt !== undefined && Math.abs(clock() - failedAt) < retryAfterMs) return 'new';
      try {
        const use = await within(timeoutMs, shared.remember(issuer, jti, expiresAt));
        failedAt = undefined;
        return use;
      } catch {
        failedAt = clock();
        log.warn(
          {},
          'the shared replay store failed; each replica refuses only the tokens it has seen itself',
        );
        return 'new';
      }
    },
  };
}

async function within<T>(timeoutMs: number, work: Promise<T>): Promise<T> {
  let timer: NodeJS.Timeout | undefined;
  const timeout = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new Error('timeout')), timeoutMs);
  });
  try {
    return await Promise.race([work, timeout]);
  } finally {
    clearTimeout(timer);
  }
}
