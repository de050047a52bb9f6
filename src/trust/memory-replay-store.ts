import type { ReplayStore } from './replay-store.js';

export interface MemoryReplayStoreDeps {
  /** Milliseconds since 1970. */
  readonly clock: () => number;
  /** The most ids kept per issuer. */
  readonly maxIdsPerIssuer?: number;
}

const MINUTE_MS = 60_000;

/**
 * A replay store in this process's memory. Ids lie in one set per minute of expiry, so forgetting
 * them is dropping a set. When an issuer's share is full, the ids closest to expiry go first: they
 * are the ones a thief could use for the shortest time. Shares are separate, so that one busy EHR
 * never weakens the protection of another.
 */
export function createMemoryReplayStore({
  clock,
  maxIdsPerIssuer = 100_000,
}: MemoryReplayStoreDeps): ReplayStore {
  const shares = new Map<string, Map<number, Set<string>>>();
  return {
    async remember(issuer, jti, expiresAt) {
      const share = shares.get(issuer) ?? new Map<number, Set<string>>();
      shares.set(issuer, share);
      forgetExpired(share, clock());
      if ([...share.values()].some((ids) => ids.has(jti))) return 'seen';
      if (sizeOf(share) >= maxIdsPerIssuer) share.delete(Math.min(...share.keys()));
      const minute = Math.floor(expiresAt.getTime() / MINUTE_MS);
      const ids = share.get(minute) ?? new Set<string>();
      share.set(minute, ids.add(jti));
      return 'new';
    },
  };
}

function forgetExpired(share: Map<number, Set<string>>, now: number): void {
  for (const minute of share.keys()) {
    if ((minute + 1) * MINUTE_MS <= now) share.delete(minute);
  }
}

function sizeOf(share: ReadonlyMap<number, ReadonlySet<string>>): number {
  return [...share.values()].reduce((sum, ids) => sum + ids.size, 0);
}
