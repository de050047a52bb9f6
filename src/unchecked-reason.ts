import type { Fact } from './picture/fact.js';

/**
 * Why a fact could not be judged, as few enough words to count by: the failure where a record is missing, else
 * the reason itself unless it names a day, which would be one of a patient's.
 */
export function uncheckedReason({
  state,
  reason,
  failure,
}: Pick<Fact, 'state' | 'reason' | 'failure'>): string {
  if (failure !== undefined) return failure;
  if (state === 'stale' || state === 'pending') return 'too-old';
  return reason === undefined || /\d/.test(reason) ? state : reason;
}
