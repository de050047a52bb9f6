import type { JWTPayload } from 'jose';
import type { JwtFailure } from './jwt-failure.js';

/** Clocks of hospitals and clouds differ; more than a minute is for the operators to mend. */
export const CLOCK_SKEW_S = 60;

/**
 * The longest life a token may claim. Epic's live 15 minutes, the Sandbox's 5; an id has to be
 * remembered that long. With `exp` not past, it also bounds the age of `iat`.
 */
export const MAX_LIFETIME_S = 3600;

/** Ids are kept until the token expires, so their length is bounded. */
const MAX_ID_LENGTH = 256;

/** The claims of CDS Hooks 2.0, "Trusting CDS Clients", that a call is decided on. */
export interface ClientClaims {
  readonly jti: string;
  /** Seconds since 1970. */
  readonly exp: number;
  readonly tenant?: string;
}

/** What the claims are held against. */
export interface ClaimExpectations {
  /** The URL that was called; for feedback the service's URL will do as well. */
  readonly audiences: readonly string[];
  readonly tenants: readonly string[] | undefined;
  /** Seconds since 1970. */
  readonly now: number;
}

/** The claims of a token, or why they do not hold. Says nothing of its signature. */
export function checkClaims(payload: JWTPayload, expected: ClaimExpectations): ClientClaims | JwtFailure {
  const { aud, exp, iat, nbf, jti, tenant } = payload;
  const { now } = expected;
  if (!isTime(exp) || !isTime(iat) || (nbf !== undefined && !isTime(nbf))) return 'malformed';
  if (typeof jti !== 'string' || jti === '' || jti.length > MAX_ID_LENGTH) return 'malformed';
  if (tenant !== undefined && typeof tenant !== 'string') return 'malformed';

  const audiences: readonly unknown[] = Array.isArray(aud) ? aud : [aud];
  if (!expected.audiences.some((audience) => audiences.includes(audience))) return 'wrong-audience';
  if (exp <= now - CLOCK_SKEW_S) return 'expired';
  if (nbf !== undefined && nbf > now + CLOCK_SKEW_S) return 'not-yet-valid';
  if (iat > now + CLOCK_SKEW_S) return 'issued-in-future';
  if (exp - iat > MAX_LIFETIME_S) return 'lifetime-too-long';
  if (expected.tenants !== undefined && (tenant === undefined || !expected.tenants.includes(tenant))) {
    return 'wrong-tenant';
  }
  return { jti, exp, ...(tenant !== undefined && { tenant }) };
}

function isTime(value: unknown): value is number {
  return typeof value === 'number' && Number.isFinite(value);
}
