import type { Ehr } from '../trust/ehr-registry.js';
import { type KeySetFailure, readKeySet } from '../trust/key-set.js';
import { type Check, fault, note, ok } from './check.js';
import { checkClock } from './check-clock.js';
import { checkKeys } from './check-keys.js';
import { connectionWords } from './connection-words.js';
import type { DoctorDeps } from './doctor-deps.js';
import { type Observation, observedFetch } from './observed-fetch.js';

/** Where the keys are, whether they can be read, and which of them can be used. */
export async function checkKeySet(ehr: Ehr, deps: DoctorDeps): Promise<readonly Check[]> {
  if (ehr.keys.from === 'file') {
    const pinned = ehr.keys.jwksUrl === undefined ? '' : '; jwksUrl only names the jku of its tokens';
    return [
      note('keys', 'jwks', `read from the registry: a rotation needs a change of the file${pinned}`),
      ...(await checkKeys(ehr, ehr.keys.keys)),
    ];
  }
  const { jwksUrl } = ehr.keys;
  const observed = observedFetch(deps.fetch, deps.clock);
  const reading = await readKeySet(jwksUrl, observed.fetch, deps.timeoutMs);
  const seen = observed.seen();
  const clock = checkClock(jwksUrl, seen);
  if (!reading.ok) return [unreadable(jwksUrl, reading.failure, seen, deps.timeoutMs), ...clock];
  return [
    ok('keys', jwksUrl, `${reading.keys.length} key${reading.keys.length === 1 ? '' : 's'}`),
    ...clock,
    ...(await checkKeys(ehr, reading.keys)),
  ];
}

function unreadable(url: string, failure: KeySetFailure, seen: Observation, timeoutMs: number): Check {
  const { finding, mend } = connectionWords(seen);
  const words: Readonly<Record<KeySetFailure, readonly [finding: string, mend: string]>> = {
    unreachable: [finding, mend],
    timeout: [`no answer within ${timeoutMs} ms`, mend],
    redirected: ['answers with a redirect, which is not followed', 'register the address it leads to'],
    status: [
      `answers ${seen.status ?? 'an error'}`,
      'correct jwksUrl in the registry, or ask the EHR team where its key set is',
    ],
    'too-large': ['answers with more than any key set holds', 'correct jwksUrl in the registry'],
    'not-a-key-set': [
      'does not answer with a JWK Set (RFC 7517): HTML, cut off, or without "keys"',
      'correct jwksUrl in the registry; a login page there needs an exception for this host',
    ],
  };
  return fault('keys', url, ...words[failure]);
}
