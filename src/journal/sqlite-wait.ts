import { performance } from 'node:perf_hooks';
import { setTimeout as sleep } from 'node:timers/promises';
import { isBusy } from './sqlite-errors.js';

/**
 * How long another process may hold the file locked before the journal counts as unreachable: for one use,
 * from when it was asked for, its turn included. It is half of what a call under way has at the end.
 */
const BUSY_MS = 5_000;
const BUSY_WAIT_MS = 10;

/** Until when a use that is asked for now may wait, on the clock of `untilFree`. */
export function deadlineFromNow(): number {
  return performance.now() + BUSY_MS;
}

/** Tries again while another process holds the file locked; once at least. */
export async function untilFree<T>(deadline: number, work: () => Promise<T>): Promise<T> {
  for (;;) {
    try {
      return await work();
    } catch (error) {
      if (!isBusy(error) || performance.now() >= deadline) throw error;
      await sleep(BUSY_WAIT_MS);
    }
  }
}
