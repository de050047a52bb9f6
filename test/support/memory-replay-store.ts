import type { ReplayStore } from '../../src/trust/replay-store.js';

/** Remembers every token for as long as the test runs; the service's own is the journal. */
export function createMemoryReplayStore(): ReplayStore {
  const used = new Set<string>();
  return {
    async remember(issuer, jti) {
      const token = JSON.stringify([issuer, jti]);
      if (used.has(token)) return 'seen';
      used.add(token);
      return 'new';
    },
  };
}
