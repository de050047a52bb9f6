import { FAILURE_WORDS } from './gather/failure-words.js';
import type { Fact } from './picture/fact.js';

const FAILURES = Object.entries(FAILURE_WORDS);

/**
 * Why a fact could not be judged, as few enough words to count by: the failure where a record is missing, else
 * the reason itself unless it names a day, which would be one of a patient's.
 */
export function uncheckedReason({ state, reason }: Pick<Fact, 'state' | 'reason'>): string {
  const failure = FAILURES.find(([, words]) => reason?.includes(words))?.[0];
  if (failure !== undefined) return failure;
  if (state === 'stale' || state === 'pending') return 'too-old';
  return reason === undefined || /\d/.test(reason) ? state : reason;
}
