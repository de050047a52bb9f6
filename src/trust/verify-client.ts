import {
  type CryptoKey,
  decodeJwt,
  decodeProtectedHeader,
  errors,
  type JWTPayload,
  type JWTVerifyOptions,
  jwtVerify,
  type ProtectedHeaderParameters,
} from 'jose';
import { CLOCK_SKEW_S, checkClaims, MAX_LIFETIME_S } from './client-claims.js';
import type { Ehr } from './ehr-registry.js';
import type { JwtFailure } from './jwt-failure.js';
import type { KeySource } from './key-source.js';
import type { ReplayStore } from './replay-store.js';
import type { SigningAlgorithm } from './signing-algorithm.js';

/** Who called, or why nobody was let in. */
export type Verification =
  | { readonly ok: true; readonly ehr: Ehr; readonly jti: string; readonly tenant?: string }
  | {
      readonly ok: false;
      readonly reason: JwtFailure;
      /** What the token said, true or not; for the operator's eyes. */
      readonly claimedIssuer?: string;
      /** The audience or the tenant that is not the one expected, as the token has it. */
      readonly claimed?: unknown;
    };

export interface VerifyClientDeps {
  readonly byIssuer: ReadonlyMap<string, Ehr>;
  readonly keySource: KeySource;
  readonly replay: ReplayStore;
  /** Milliseconds since 1970. */
  readonly clock: () => number;
}

/** Epic's tokens, the longest known, stay under 2,000 characters. */
const MAX_HEADER_LENGTH = 8192;

const COMPACT_JWS = /^[\w-]+\.[\w-]+\.[\w-]*$/;

/**
 * Checks the JWT a CDS client identifies itself with (CDS Hooks 2.0, "Trusting CDS Clients", and the
 * best practices' order): everything the token claims first, since that costs nothing and makes no
 * request; then the signature; and only then is its id taken as used, so that nobody without the
 * EHR's key can use up ids.
 */
export async function verifyClient(
  authorization: string | undefined,
  audiences: readonly string[],
  deps: VerifyClientDeps,
): Promise<Verification> {
  if (authorization === undefined || authorization === '') return { ok: false, reason: 'missing' };
  if (authorization.length > MAX_HEADER_LENGTH) return { ok: false, reason: 'too-large' };
  const token = /^Bearer +(\S+)$/i.exec(authorization)?.[1];
  if (token === undefined) return { ok: false, reason: 'missing' };
  const decoded = decode(token);
  if (decoded === undefined || typeof decoded.payload.iss !== 'string')
    return { ok: false, reason: 'malformed' };
  const { header, payload } = decoded;

  const claimedIssuer = decoded.payload.iss;
  const refuse = (reason: JwtFailure, claimed?: unknown): Verification => ({
    ok: false,
    reason,
    claimedIssuer,
    ...(claimed !== undefined && { claimed }),
  });
  const ehr = deps.byIssuer.get(claimedIssuer);
  if (ehr === undefined) return refuse('unknown-issuer');
  const claimed = checkHeader(header, ehr);
  if (typeof claimed === 'string') return refuse(claimed);
  const now = deps.clock();
  const claims = checkClaims(payload, { audiences, tenants: ehr.tenants, now: Math.floor(now / 1000) });
  if (claims === 'wrong-audience') return refuse(claims, payload.aud);
  if (claims === 'wrong-tenant') return refuse(claims, payload.tenant);
  if (typeof claims === 'string') return refuse(claims);

  const lookup = await deps.keySource.keyFor(ehr, claimed.kid, claimed.algorithm);
  if (lookup.state !== 'found') return refuse(lookup.state);
  const failure = await checkSignature(token, lookup.keys, {
    algorithms: [claimed.algorithm],
    typ: 'JWT',
    issuer: ehr.issuer,
    audience: [...audiences],
    currentDate: new Date(now),
    clockTolerance: CLOCK_SKEW_S,
    maxTokenAge: MAX_LIFETIME_S,
  });
  if (failure !== undefined) return refuse(failure);

  if (ehr.replayProtection) {
    const expiresAt = new Date((claims.exp + CLOCK_SKEW_S) * 1000);
    const use = await deps.replay
      .remember(ehr.issuer, claims.jti, expiresAt)
      .catch(() => 'unavailable' as const);
    if (use === 'seen') return refuse('replayed');
    if (use === 'unavailable') return refuse('replay-store-unavailable');
  }
  const { jti, tenant } = claims;
  return { ok: true, ehr, jti, ...(tenant !== undefined && { tenant }) };
}

/** Whether one of the keys has signed; jose holds the claims of the signed bytes against the same limits once more. */
async function checkSignature(
  token: string,
  keys: readonly CryptoKey[],
  options: JWTVerifyOptions,
): Promise<'bad-signature' | 'malformed' | undefined> {
  for (const key of keys) {
    try {
      await jwtVerify(token, key, options);
      return undefined;
    } catch (error) {
      if (!(error instanceof errors.JWSSignatureVerificationFailed)) return 'malformed';
    }
  }
  return 'bad-signature';
}

interface DecodedToken {
  readonly header: ProtectedHeaderParameters;
  readonly payload: JWTPayload;
}

function decode(token: string): DecodedToken | undefined {
  if (!COMPACT_JWS.test(token)) return undefined;
  try {
    return { header: decodeProtectedHeader(token), payload: decodeJwt(token) };
  } catch {
    return undefined;
  }
}

/** The key and algorithm a token's header asks to be checked with, if the registry allows them. */
function checkHeader(
  { alg, kid, typ, jku }: ProtectedHeaderParameters,
  ehr: Ehr,
): { readonly kid: string; readonly algorithm: SigningAlgorithm } | JwtFailure {
  const algorithm = ehr.algorithms.find((allowed) => allowed === alg);
  if (algorithm === undefined) return 'algorithm-not-allowed';
  if (typ !== 'JWT') return 'wrong-type';
  // Never fetched, only compared: with a key set of the caller's choice any signature would hold.
  if (jku !== undefined && jku !== ehr.keys.jwksUrl) return 'foreign-jku';
  if (typeof kid !== 'string' || kid === '') return 'missing-key-id';
  return { kid, algorithm };
}
