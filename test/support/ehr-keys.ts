import { randomUUID } from 'node:crypto';
import { exportJWK, generateKeyPair, type JWK, type JWTPayload, SignJWT } from 'jose';
import type { SigningAlgorithm } from '../../src/trust/signing-algorithm.js';

/** What a token says. Whatever is left out is what a well-behaved EHR would send. */
export interface TokenContent {
  readonly issuer: string;
  readonly audience: string | readonly string[];
  /** When it is issued; milliseconds since 1970. */
  readonly now: number;
  /** Claims to change or add; `undefined` removes one. */
  readonly claims?: Readonly<Record<string, unknown>>;
  /** Header members to change or add; `undefined` removes one. */
  readonly header?: Readonly<Record<string, unknown>>;
}

/** An EHR's key pair: the public half for the registry or the JWKS server, the private half to sign. */
export interface EhrKeys {
  readonly publicJwk: JWK;
  token(content: TokenContent): Promise<string>;
}

/** Generates a real key pair. Slow for RSA: once per test file. */
export async function generateEhrKeys(algorithm: SigningAlgorithm, kid: string): Promise<EhrKeys> {
  const { publicKey, privateKey } = await generateKeyPair(algorithm, { extractable: true });
  return {
    publicJwk: { ...(await exportJWK(publicKey)), kid, alg: algorithm, use: 'sig' },
    token: ({ header, ...content }) =>
      new SignJWT(claimsOf(content))
        .setProtectedHeader(defined({ alg: algorithm, kid, typ: 'JWT', ...header }) as { alg: string })
        .sign(privateKey),
  };
}

/** The claims of a token that lives five minutes, as the Sandbox's do. */
export function claimsOf({ issuer, audience, now, claims }: Omit<TokenContent, 'header'>): JWTPayload {
  const iat = Math.floor(now / 1000);
  return defined({ iss: issuer, aud: audience, iat, exp: iat + 300, jti: randomUUID(), ...claims });
}

/** A token put together by hand, with whatever signature. */
export function forgedToken(header: object, payload: object, signature = ''): string {
  const encode = (part: object) => Buffer.from(JSON.stringify(part)).toString('base64url');
  return `${encode(header)}.${encode(payload)}.${signature}`;
}

function defined(members: Readonly<Record<string, unknown>>): Record<string, unknown> {
  return Object.fromEntries(Object.entries(members).filter(([, value]) => value !== undefined));
}
