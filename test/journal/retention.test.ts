import { describe, expect, it } from '@jest/globals';
import { type Journal, JournalUnreachable } from '../../src/journal/journal.js';
import { startRetention } from '../../src/journal/retention.js';
import { readableLog } from './entries.js';

const HOUR_MS = 3_600_000;

/** Starts retention on a clock of its own; `tick` is an hour. */
function started(applyRetention: Journal['applyRetention'], days?: number) {
  const { lines, log } = readableLog();
  let hours = 0;
  let callback: (() => void) | undefined;
  const stop = startRetention({
    journal: { applyRetention },
    days,
    clock: () => new Date(Date.UTC(2026, 9, 15, hours)),
    log,
    every: (due, ms) => {
      expect(ms).toBe(HOUR_MS);
      callback = due;
      return () => {
        callback = undefined;
      };
    },
  });
  return {
    lines,
    stop,
    tick: async () => {
      hours += 1;
      callback?.();
      await new Promise(setImmediate);
    },
  };
}

describe('retention', () => {
  it('is applied at start and every hour, until it is stopped', async () => {
    const applied: unknown[] = [];
    const { tick, stop } = started(async (days, now) => {
      applied.push([days, now.toISOString()]);
      return { hookCalls: 0, feedback: 0, tokens: 0 };
    }, 90);
    await tick();
    stop();
    await tick();
    expect(applied).toEqual([
      [90, '2026-10-15T00:00:00.000Z'],
      [90, '2026-10-15T01:00:00.000Z'],
    ]);
  });

  it('says what it removed, and nothing when that is nothing', async () => {
    const removals = [
      { hookCalls: 3, feedback: 2, tokens: 9 },
      { hookCalls: 0, feedback: 0, tokens: 9 },
    ];
    const { tick, lines } = started(
      async () => removals.shift() ?? Promise.reject(new Error('too often')),
      90,
    );
    await tick();
    expect(lines).toHaveLength(1);
    expect(JSON.parse(String(lines[0]))).toMatchObject({ hookCalls: 3, feedback: 2, days: 90 });
  });

  it.each([
    ['and says so', 90, 3],
    ['and says nothing where none was asked for', undefined, 0],
  ])('is tried again after an outage, %s', async (_, days, told) => {
    let calls = 0;
    const { tick, lines } = started(async () => {
      calls += 1;
      throw new JournalUnreachable('test');
    }, days);
    await tick();
    await tick();
    expect(calls).toBe(3);
    expect(lines.filter((line) => line.includes('retention not applied'))).toHaveLength(told);
  });
});
