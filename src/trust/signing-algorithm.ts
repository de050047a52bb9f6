import type { JWK } from 'jose';

/**
 * The signatures an EHR may be registered with: asymmetric only (CDS Hooks 2.0, "Trusting CDS
 * Clients", forbids `none` and every HMAC). ES384 and RS384 are the recommended ones.
 */
export const SIGNING_ALGORITHMS = [
  'ES256',
  'ES384',
  'ES512',
  'RS256',
  'RS384',
  'RS512',
  'PS256',
  'PS384',
  'PS512',
] as const;

export type SigningAlgorithm = (typeof SIGNING_ALGORITHMS)[number];

/** Members of a JWK that are or give away a secret (RFC 7518, 6.2.2, 6.3.2 and 6.4). */
const SECRET_MEMBERS = ['d', 'p', 'q', 'dp', 'dq', 'qi', 'oth', 'k'] as const;

const CURVES: Readonly<Partial<Record<SigningAlgorithm, string>>> = {
  ES256: 'P-256',
  ES384: 'P-384',
  ES512: 'P-521',
};

/** RFC 7518, 3.3 and 3.5: at least 2048 bits. */
const MINIMUM_RSA_BYTES = 256;

/** The secret members a JWK carries, though it should be a public key. */
export function secretMembers(jwk: JWK): readonly string[] {
  return SECRET_MEMBERS.filter((member) => Object.hasOwn(jwk, member));
}

/**
 * Whether signatures of this algorithm may be checked with this key. Binding type, curve and the
 * key's own restrictions to the algorithm is what keeps a token from being checked with a key that
 * was published for something else.
 */
export function keyFits(jwk: JWK, algorithm: SigningAlgorithm): boolean {
  if (secretMembers(jwk).length > 0) return false;
  if (jwk.alg !== undefined && jwk.alg !== algorithm) return false;
  if (jwk.use !== undefined && jwk.use !== 'sig') return false;
  if (jwk.key_ops !== undefined && !(Array.isArray(jwk.key_ops) && jwk.key_ops.includes('verify'))) {
    return false;
  }
  const curve = CURVES[algorithm];
  return curve === undefined
    ? jwk.kty === 'RSA' && modulusBytes(jwk) >= MINIMUM_RSA_BYTES
    : jwk.kty === 'EC' && jwk.crv === curve;
}

function modulusBytes({ n }: JWK): number {
  return typeof n === 'string' ? Buffer.from(n, 'base64url').byteLength : 0;
}
