import { beforeEach, describe, expect, it } from '@jest/globals';
import { createMemoryReplayStore } from '../../src/trust/memory-replay-store.js';
import { createOutageTolerantReplayStore } from '../../src/trust/outage-tolerant-replay-store.js';
import type { ReplayStore } from '../../src/trust/replay-store.js';

const NOON = Date.parse('2026-03-02T12:00:00Z');
const EXPIRY = NOON + 300_000;

describe('a replay store shared by replicas', () => {
  let now: number;
  let fault: 'none' | 'fails' | 'hangs';
  let asked: number;
  let warnings: string[];
  let shared: ReplayStore;
  const clock = () => now;

  beforeEach(() => {
    now = NOON;
    fault = 'none';
    asked = 0;
    warnings = [];
    const database = createMemoryReplayStore({ clock });
    shared = {
      remember: async (...id) => {
        asked += 1;
        if (fault === 'fails') throw new Error('connection refused');
        if (fault === 'hangs') return new Promise(() => {});
        return database.remember(...id);
      },
    };
  });

  const replica = () =>
    createOutageTolerantReplayStore({
      shared,
      local: createMemoryReplayStore({ clock }),
      clock,
      log: { warn: (_fields, message) => warnings.push(message) },
      timeoutMs: 20,
      retryAfterMs: 5_000,
    });

  it('refuses at one replica what was used at another', async () => {
    const [one, other] = [replica(), replica()];
    expect(await one.remember('a', 'j1', EXPIRY)).toBe('new');
    expect(await other.remember('a', 'j1', EXPIRY)).toBe('seen');
  });

  it.each(['fails', 'hangs'] as const)(
    'lets calls through when the shared store %s, but no token twice',
    async (how) => {
      fault = how;
      const one = replica();
      expect(await one.remember('a', 'j1', EXPIRY)).toBe('new');
      expect(await one.remember('a', 'j1', EXPIRY)).toBe('seen');
      expect(warnings).toEqual([expect.stringContaining('shared replay store failed')]);
    },
  );

  it('does not make later calls wait for a store that has just failed', async () => {
    fault = 'fails';
    const one = replica();
    await one.remember('a', 'j1', EXPIRY);
    now += 4_999;
    await one.remember('a', 'j2', EXPIRY);
    expect(asked).toBe(1);
  });

  it('asks the shared store again after a pause, and then as before', async () => {
    fault = 'fails';
    const [one, other] = [replica(), replica()];
    await one.remember('a', 'j1', EXPIRY);
    fault = 'none';
    now += 5_000;
    expect(await one.remember('a', 'j2', EXPIRY)).toBe('new');
    expect(await one.remember('a', 'j3', EXPIRY)).toBe('new');
    expect(await other.remember('a', 'j3', EXPIRY)).toBe('seen');
  });
});
