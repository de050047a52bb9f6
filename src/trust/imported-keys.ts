import { type CryptoKey, importJWK, type JWK } from 'jose';
import { keyFits, type SigningAlgorithm } from './signing-algorithm.js';

/** What a set of keys says to a token's `kid` and `alg`. */
export type KeyMatch =
  /** Mostly one; an EHR that rotates its keys may publish two under one id. */
  | { readonly state: 'found'; readonly keys: readonly CryptoKey[] }
  | { readonly state: 'unknown-key' }
  | { readonly state: 'key-mismatch' }; // the key exists, for another algorithm

/** One EHR's public keys, imported for use when first asked for. */
export interface ImportedKeys {
  find(kid: string, algorithm: SigningAlgorithm): Promise<KeyMatch>;
}

/** Makes a set of public keys usable; each is imported once per algorithm. */
export function importKeys(jwks: readonly JWK[]): ImportedKeys {
  const imports = new Map<JWK, Map<SigningAlgorithm, Promise<CryptoKey | undefined>>>();
  const imported = (jwk: JWK, algorithm: SigningAlgorithm): Promise<CryptoKey | undefined> => {
    const ofKey = imports.get(jwk) ?? new Map<SigningAlgorithm, Promise<CryptoKey | undefined>>();
    imports.set(jwk, ofKey);
    const key = ofKey.get(algorithm) ?? importKey(jwk, algorithm);
    ofKey.set(algorithm, key);
    return key;
  };
  return {
    async find(kid, algorithm) {
      const named = jwks.filter((jwk) => jwk.kid === kid);
      if (named.length === 0) return { state: 'unknown-key' };
      const fitting = named.filter((candidate) => keyFits(candidate, algorithm));
      if (fitting.length === 0) return { state: 'key-mismatch' };
      const keys = await Promise.all(fitting.map((jwk) => imported(jwk, algorithm)));
      const usable = keys.filter((key) => key !== undefined);
      return usable.length === 0 ? { state: 'unknown-key' } : { state: 'found', keys: usable };
    },
  };
}

/** `undefined` for a point off the curve or a broken modulus: as good as no key. */
async function importKey(jwk: JWK, algorithm: SigningAlgorithm): Promise<CryptoKey | undefined> {
  const key = await importJWK(jwk, algorithm).catch(() => undefined);
  return key instanceof Uint8Array ? undefined : key;
}
