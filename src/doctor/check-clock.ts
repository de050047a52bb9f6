import { CLOCK_SKEW_S } from '../trust/client-claims.js';
import { type Check, fault, note, ok } from './check.js';
import type { Observation } from './observed-fetch.js';

/** Below this a difference may be the network's. */
const WORTH_A_NOTE_MS = 5_000;

/** The clock of a server against ours: tokens are refused when they differ by more than is tolerated. */
export function checkClock(subject: string, { skewMs }: Observation): readonly Check[] {
  if (skewMs === undefined) return [];
  const seconds = Math.round(Math.abs(skewMs) / 1000);
  const words = `the server's clock is ${seconds} s ${skewMs > 0 ? 'ahead of' : 'behind'} this host's`;
  if (Math.abs(skewMs) > CLOCK_SKEW_S * 1000) {
    const finding = `${words}; tokens tolerate ${CLOCK_SKEW_S} s`;
    return [fault('clock', subject, finding, 'set both by NTP; this host first, it is the one you can see')];
  }
  return Math.abs(skewMs) > WORTH_A_NOTE_MS
    ? [note('clock', subject, words, 'set both by NTP before it grows')]
    : [ok('clock', subject, 'agrees with this host')];
}
