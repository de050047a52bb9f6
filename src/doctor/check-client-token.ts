import { decodeJwt } from 'jose';
import type { Ehr } from '../trust/ehr-registry.js';
import type { JwtFailure } from '../trust/jwt-failure.js';
import { createKeySource } from '../trust/key-source.js';
import { type Verification, verifyClient } from '../trust/verify-client.js';
import { type Check, fault, note, ok } from './check.js';
import type { DoctorDeps } from './doctor-deps.js';

const SUBJECT = 'sample of the EHR';

/**
 * A token that the EHR really sent, held against everything a call is held against. It is not taken as
 * used. A sample is mostly old by the time it is looked at, so it is also judged as of its last second.
 */
export async function checkClientToken(
  token: string,
  ehr: Ehr,
  audiences: readonly string[],
  deps: DoctorDeps,
): Promise<Check> {
  const { fetch, clock, timeoutMs } = deps;
  const times = { timeoutMs, patienceMs: timeoutMs };
  const keySource = createKeySource({ fetch, clock, log: { warn: () => undefined }, times });
  const verifyAt = (now: number): Promise<Verification> =>
    verifyClient(`Bearer ${token}`, audiences, {
      byIssuer: new Map([[ehr.issuer, ehr]]),
      keySource,
      replay: { remember: async () => 'new' },
      clock: () => now,
    });
  const now = await verifyAt(deps.clock());
  if (now.ok) return ok('client token', SUBJECT, 'holds');
  const lastSecond = now.reason === 'expired' ? expiryOf(token) : undefined;
  const then = lastSecond === undefined ? now : await verifyAt(lastSecond);
  if (then.ok)
    return note('client token', SUBJECT, 'holds, but for its age: it has expired since it was taken');
  return fault('client token', SUBJECT, `would be refused: ${then.reason}`, MENDS[then.reason]);
}

function expiryOf(token: string): number | undefined {
  const { exp } = decodeJwt(token);
  return exp === undefined ? undefined : (exp - 1) * 1000;
}

const SIGNING = 'ask the EHR team to sign with a key of its registered key set, and to name it by kid';
const TIMES = 'ask the EHR team for "iat" and "exp" at most an hour apart and set by a clock on NTP';
const CAPTURE = 'give the token as it stands after "Bearer " in the Authorization header';

const MENDS: Readonly<Record<JwtFailure, string>> = {
  missing: CAPTURE,
  'too-large': CAPTURE,
  malformed: `${CAPTURE}; if it is that, it lacks one of iss, aud, exp, iat, jti`,
  'wrong-type': 'ask the EHR team for the header "typ": "JWT"',
  'unknown-issuer': 'register the "iss" of the token as "issuer", character by character',
  'algorithm-not-allowed': 'register the algorithm in "algorithms", if it is asymmetric',
  'foreign-jku': 'register the "jku" of the token as jwksUrl, once the EHR team has confirmed it',
  'missing-key-id': 'ask the EHR team for the header "kid"',
  'wrong-audience':
    'have the EHR put the exact URL it calls into "aud", or set BASE_URL to what it calls: scheme, host, port and path must match',
  expired: TIMES,
  'not-yet-valid': TIMES,
  'issued-in-future': TIMES,
  'lifetime-too-long': TIMES,
  'wrong-tenant': 'register the "tenant" of the token in "tenants", or leave tenants out',
  'unknown-key': SIGNING,
  'key-mismatch': SIGNING,
  'keys-unavailable': 'mend what is said of its keys above',
  'bad-signature': SIGNING,
  replayed: 'ask the EHR team for a new jti with each call',
  'replay-store-unavailable': 'mend the database of the journal',
};
