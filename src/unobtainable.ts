import { CdsError } from './errors.js';
import { FAILURE_WORDS } from './gather/failure-words.js';
import type { FetchFailure, Gathered } from './gather/prefetch-outcome.js';

/**
 * Of these keys nothing is known: why, key by key, since whoever has sent `fhirServer` and its token has to learn
 * what became of them.
 */
export function unobtainable(keys: readonly string[], gathered: Gathered): CdsError {
  const keysOf = new Map<FetchFailure, string[]>();
  for (const key of keys) {
    const outcome = gathered[key];
    const failure = outcome !== undefined && 'failure' in outcome ? outcome.failure : 'not-sent';
    keysOf.set(failure, [...(keysOf.get(failure) ?? []), key]);
  }
  const why = [...keysOf].map(([failure, of]) => `${FAILURE_WORDS[failure]} (${of.join(', ')})`);
  const advice = keysOf.has('not-sent')
    ? 'or fhirServer with fhirAuthorization so that they can be fetched'
    : 'or mend what keeps them from being fetched';
  return new CdsError(
    'data-unobtainable',
    `None of the patient's records could be obtained: ${why.join('; ')}. Send them as prefetch, ${advice}.`,
    keys.map((key) => `prefetch.${key}`),
    [...keysOf.keys()],
  );
}
