import type { JWK } from 'jose';
import { printable } from '../printable.js';
import type { Ehr } from '../trust/ehr-registry.js';
import { importKeys } from '../trust/imported-keys.js';
import {
  keyFits,
  SIGNING_ALGORITHMS,
  type SigningAlgorithm,
  secretMembers,
} from '../trust/signing-algorithm.js';
import { type Check, fault, note, ok } from './check.js';

/** Each key for itself, then whether the set as a whole serves this EHR. */
export async function checkKeys({ algorithms }: Ehr, keys: readonly JWK[]): Promise<readonly Check[]> {
  const usable = new Set<SigningAlgorithm>();
  const checks: Check[] = [];
  for (const [index, jwk] of keys.entries()) {
    const imported = importKeys([jwk]);
    const fits = algorithms.filter((algorithm) => keyFits(jwk, algorithm));
    const finds = await Promise.all(
      fits.map(async (algorithm) => (await imported.find(jwk.kid ?? '', algorithm)).state === 'found'),
    );
    const works = fits.filter((_, place) => finds[place]);
    const isRepeated = keys.slice(0, index).some((other) => isMistakable(other, jwk, works));
    const check = checkKey(jwk, subjectOf(jwk, index), fits, works, isRepeated);
    checks.push(check);
    if (check.state !== 'fault') for (const algorithm of works) usable.add(algorithm);
  }
  return [...checks, ...checkSet(algorithms, usable)];
}

function checkKey(
  jwk: JWK,
  subject: string,
  fits: readonly SigningAlgorithm[],
  works: readonly SigningAlgorithm[],
  isRepeated: boolean,
): Check {
  const secrets = secretMembers(jwk);
  if (secrets.length > 0) {
    const finding = `is published with its secret half (${secrets.join(', ')}): anyone can sign as this EHR`;
    return fault('keys', subject, finding, 'tell the EHR team now: the key pair must be replaced');
  }
  if (jwk.use === 'enc') return note('keys', subject, 'is for encryption; not used here');
  if (typeof jwk.kid !== 'string' || jwk.kid === '') {
    return fault(
      'keys',
      subject,
      'has no "kid", so no token can name it',
      'ask the EHR team to publish it with a kid',
    );
  }
  if (fits.length === 0) return unfitting(jwk, subject);
  if (works.length === 0) {
    return fault(
      'keys',
      subject,
      'is broken: no public key can be made of it',
      'ask the EHR team to publish it again',
    );
  }
  if (isRepeated) {
    const finding = 'has the kid of an earlier key; a token is tried with each';
    return note('keys', subject, finding, 'ask the EHR team for distinct kids');
  }
  return ok('keys', subject, `good for ${works.join(', ')}`);
}

/** Why none of the registered algorithms may use it. */
function unfitting(jwk: JWK, subject: string): Check {
  const others = SIGNING_ALGORITHMS.filter((algorithm) => keyFits(jwk, algorithm));
  if (others.length > 0) {
    const mend = `if the EHR signs with it, add its algorithm (${others.join(', ')}) to "algorithms"`;
    return note('keys', subject, 'fits none of the registered algorithms', mend);
  }
  return fault(
    'keys',
    subject,
    'fits no accepted algorithm: RSA below 2048 bits, an unknown curve or type, or "alg", "use" or "key_ops" that exclude signatures',
    'ask the EHR team for an EC P-384 key (ES384) or an RSA key of 2048 bits or more (RS384)',
  );
}

function checkSet(
  algorithms: readonly SigningAlgorithm[],
  usable: ReadonlySet<SigningAlgorithm>,
): readonly Check[] {
  if (usable.size === 0) {
    const finding = `no key can check a token signed with ${algorithms.join(' or ')}: every call would be refused`;
    const mend = 'ask the EHR team which key and algorithm it signs with, and register that algorithm';
    return [fault('keys', 'key set', finding, mend)];
  }
  const missing = algorithms.filter((algorithm) => !usable.has(algorithm));
  return missing.length === 0
    ? []
    : [
        note(
          'keys',
          'key set',
          `no key for ${missing.join(', ')}`,
          'take it out of "algorithms" if the EHR does not use it',
        ),
      ];
}

function isMistakable(earlier: JWK, jwk: JWK, works: readonly SigningAlgorithm[]): boolean {
  return earlier.kid === jwk.kid && works.some((algorithm) => keyFits(earlier, algorithm));
}

function subjectOf({ kid, kty, crv, n }: JWK, index: number): string {
  const size = typeof n === 'string' ? ` ${Buffer.from(n, 'base64url').byteLength * 8}` : '';
  const type = `${printable(kty ?? 'no type')}${crv === undefined ? size : ` ${printable(crv)}`}`;
  return `${kid === undefined ? `key ${index + 1}` : `kid ${printable(kid)}`} (${type})`;
}
