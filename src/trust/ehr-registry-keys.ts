import { createPublicKey, type JsonWebKey } from 'node:crypto';
import type { JWK } from 'jose';
import type { FileProblem } from '../configuration/yaml-file.js';
import { isJsonObject } from '../json-object.js';
import { keyFits, SIGNING_ALGORITHMS, secretMembers } from './signing-algorithm.js';

type Path = readonly (string | number)[];

/** What is wrong with an entry's keys, as far as its shape allows to say; the schema reports the rest. */
export function keyProblems(entry: Readonly<Record<string, unknown>>, path: Path): readonly FileProblem[] {
  if (entry.jwks === undefined && entry.jwksUrl === undefined) {
    return [{ path, message: 'needs "jwksUrl", or the public keys themselves as "jwks"' }];
  }
  const keys = inlineKeys(entry.jwks);
  return keys.flatMap((jwk, index) =>
    problemsOfKey(jwk, entry.algorithms, keys.slice(0, index)).map((message) => ({
      path: [...path, 'jwks', 'keys', index],
      message,
    })),
  );
}

function problemsOfKey(jwk: JWK, algorithms: unknown, earlier: readonly JWK[]): readonly string[] {
  const secrets = secretMembers(jwk);
  if (secrets.length > 0) {
    return [
      `carries private members (${secrets.join(', ')}): whoever reads this file could sign as the EHR; replace the key pair and register only the public key`,
    ];
  }
  const problems: string[] = [];
  if (jwk.kid !== undefined && earlier.some(({ kid }) => kid === jwk.kid)) {
    problems.push(`"kid" is used by an earlier key of this EHR`);
  }
  if (!isPublicKey(jwk)) {
    problems.push('is not a readable EC or RSA public key');
  } else if (
    Array.isArray(algorithms) &&
    !SIGNING_ALGORITHMS.some((known) => algorithms.includes(known) && keyFits(jwk, known))
  ) {
    problems.push(
      'fits none of the "algorithms" of this EHR (type, curve, "alg", "use", or RSA below 2048 bits)',
    );
  }
  return problems;
}

function isPublicKey(jwk: JWK): boolean {
  try {
    createPublicKey({ format: 'jwk', key: jwk as JsonWebKey });
    return true;
  } catch {
    return false;
  }
}

function inlineKeys(jwks: unknown): readonly JWK[] {
  const keys = isJsonObject(jwks) ? jwks.keys : undefined;
  return Array.isArray(keys) ? keys.map((key) => (isJsonObject(key) ? key : {})) : [];
}
