import { type CryptoKey, importJWK, type JWK } from 'jose';
import { keyFits, type SigningAlgorithm } from './signing-algorithm.js';

/** What a set of keys says to a token's `kid` and `alg`. */
export type KeyMatch =
  | { readonly state: 'found'; readonly key: CryptoKey }
  | { readonly state: 'unknown-key' }
  | { readonly state: 'key-mismatch' }; // the key exists, for another algorithm

/** One EHR's public keys, imported for use when first asked for. */
export interface ImportedKeys {
  find(kid: string, algorithm: SigningAlgorithm): Promise<KeyMatch>;
}

/** Makes a set of public keys usable; each is imported once per algorithm. */
export function importKeys(jwks: readonly JWK[]): ImportedKeys {
  const matches = new Map<JWK, Map<SigningAlgorithm, Promise<KeyMatch>>>();
  return {
    async find(kid, algorithm) {
      const named = jwks.filter((jwk) => jwk.kid === kid);
      if (named.length === 0) return { state: 'unknown-key' };
      const jwk = named.find((candidate) => keyFits(candidate, algorithm));
      if (jwk === undefined) return { state: 'key-mismatch' };
      const ofKey = matches.get(jwk) ?? new Map<SigningAlgorithm, Promise<KeyMatch>>();
      matches.set(jwk, ofKey);
      const match = ofKey.get(algorithm) ?? importKey(jwk, algorithm);
      ofKey.set(algorithm, match);
      return match;
    },
  };
}

async function importKey(jwk: JWK, algorithm: SigningAlgorithm): Promise<KeyMatch> {
  try {
    const key = await importJWK(jwk, algorithm);
    return key instanceof Uint8Array ? { state: 'key-mismatch' } : { state: 'found', key };
  } catch {
    // A point off the curve, a broken modulus: as good as no key.
    return { state: 'unknown-key' };
  }
}
