import { describe, expect, it } from '@jest/globals';
import { createMemoryReplayStore } from '../../src/trust/memory-replay-store.js';

const NOON = Date.parse('2026-03-02T12:00:00Z');
const MINUTE = 60_000;
const at = (milliseconds: number) => new Date(milliseconds);

describe('the replay store in memory', () => {
  it('calls an id new once and seen ever after, until it has expired', async () => {
    let now = NOON;
    const store = createMemoryReplayStore({ clock: () => now });
    expect(await store.remember('a', 'j1', at(NOON + 5 * MINUTE))).toBe('new');
    now = NOON + 5 * MINUTE - 1;
    expect(await store.remember('a', 'j1', at(NOON + 5 * MINUTE))).toBe('seen');
    now = NOON + 6 * MINUTE;
    expect(await store.remember('a', 'j1', at(NOON + 9 * MINUTE))).toBe('new');
  });

  it('knows an id again under another expiry', async () => {
    const store = createMemoryReplayStore({ clock: () => NOON });
    await store.remember('a', 'j1', at(NOON + 5 * MINUTE));
    expect(await store.remember('a', 'j1', at(NOON + 9 * MINUTE))).toBe('seen');
  });

  it('keeps the ids of two issuers apart', async () => {
    const store = createMemoryReplayStore({ clock: () => NOON });
    await store.remember('a', 'j1', at(NOON + MINUTE));
    expect(await store.remember('b', 'j1', at(NOON + MINUTE))).toBe('new');
  });

  it('decides for one of two calls at the same moment', async () => {
    const store = createMemoryReplayStore({ clock: () => NOON });
    const both = [store.remember('a', 'j1', at(NOON + MINUTE)), store.remember('a', 'j1', at(NOON + MINUTE))];
    expect((await Promise.all(both)).sort()).toEqual(['new', 'seen']);
  });

  it('gives up the ids closest to expiry when an issuer fills its share, and no other issuer’s', async () => {
    const store = createMemoryReplayStore({ clock: () => NOON, maxIdsPerIssuer: 2 });
    await store.remember('quiet', 'j1', at(NOON + MINUTE));
    await store.remember('busy', 'soon', at(NOON + MINUTE));
    await store.remember('busy', 'late', at(NOON + 9 * MINUTE));
    await store.remember('busy', 'more', at(NOON + 9 * MINUTE));
    expect(await store.remember('busy', 'late', at(NOON + 9 * MINUTE))).toBe('seen');
    expect(await store.remember('busy', 'more', at(NOON + 9 * MINUTE))).toBe('seen');
    expect(await store.remember('quiet', 'j1', at(NOON + MINUTE))).toBe('seen');
    expect(await store.remember('busy', 'soon', at(NOON + MINUTE))).toBe('new');
  });
});
