import { describe, expect, it } from '@jest/globals';
import { checkClaims } from '../../src/trust/client-claims.js';

const NOW = 1_772_442_000;
const SERVICE = 'https://cds.example.org/cds-services/ocrelizumab-order-sign';
const GOOD = { iss: 'https://ehr.example.org', aud: SERVICE, iat: NOW, exp: NOW + 300, jti: 'j1' };

const check = (claims: Readonly<Record<string, unknown>>, tenants?: readonly string[]) =>
  checkClaims({ ...GOOD, ...claims }, { audiences: [SERVICE, `${SERVICE}/feedback`], tenants, now: NOW });

describe('the claims of a client', () => {
  it('hold when they are what the standard asks for', () => {
    expect(check({})).toEqual({ jti: 'j1', exp: NOW + 300 });
  });

  it.each<[string, Readonly<Record<string, unknown>>]>([
    ['the audience is one of several', { aud: ['https://other.example.org', SERVICE] }],
    ['the audience is the other accepted URL', { aud: `${SERVICE}/feedback` }],
    ['it expired 59 s ago', { iat: NOW - 100, exp: NOW - 59 }],
    ['it becomes valid in 60 s', { nbf: NOW + 60 }],
    ['it was issued 60 s from now', { iat: NOW + 60 }],
    ['it lives exactly an hour', { exp: NOW + 3600 }],
    ['Epic adds its sub and an nbf five minutes back', { sub: 'client-id', nbf: NOW - 300 }],
    ['times have fractions, as RFC 7519 allows', { iat: NOW - 0.5, exp: NOW + 299.5 }],
    ['the id is 256 characters long', { jti: 'j'.repeat(256) }],
  ])('hold when %s', (_case, claims) => {
    expect(check(claims)).toMatchObject({ exp: expect.any(Number) });
  });

  it.each<[string, Readonly<Record<string, unknown>>, string]>([
    ['another service', { aud: 'https://cds.example.org/cds-services/other' }, 'wrong-audience'],
    ['the audience with a slash more', { aud: `${SERVICE}/` }, 'wrong-audience'],
    ['the audience on http', { aud: SERVICE.replace('https', 'http') }, 'wrong-audience'],
    ['only the base URL', { aud: 'https://cds.example.org' }, 'wrong-audience'],
    ['no audience', { aud: undefined }, 'wrong-audience'],
    ['an empty list of audiences', { aud: [] }, 'wrong-audience'],
    ['an audience that is an object', { aud: { url: SERVICE } }, 'wrong-audience'],
    ['expiry 60 s ago', { iat: NOW - 100, exp: NOW - 60 }, 'expired'],
    ['validity from 61 s on', { nbf: NOW + 61 }, 'not-yet-valid'],
    ['issue 61 s from now', { iat: NOW + 61 }, 'issued-in-future'],
    ['a life of an hour and a second', { exp: NOW + 3601 }, 'lifetime-too-long'],
    ['an old issue with a fresh expiry', { iat: NOW - 7200 }, 'lifetime-too-long'],
    // The standard's own example token: iat 1311280970, exp 1422568860.
    [
      "the lifetime of the standard's example",
      { iat: NOW - 1000, exp: NOW - 1000 + 111_287_890 },
      'lifetime-too-long',
    ],
    ['no expiry', { exp: undefined }, 'malformed'],
    ['no time of issue', { iat: undefined }, 'malformed'],
    ['no id', { jti: undefined }, 'malformed'],
    ['an empty id', { jti: '' }, 'malformed'],
    ['a number as id', { jti: 1 }, 'malformed'],
    ['an id of 257 characters', { jti: 'j'.repeat(257) }, 'malformed'],
    ['an expiry as text', { exp: String(NOW + 300) }, 'malformed'],
    ['an endless expiry (1e999)', { exp: Number.POSITIVE_INFINITY }, 'malformed'],
    ['a text as nbf', { nbf: 'now' }, 'malformed'],
    ['a list as tenant', { tenant: ['north'] }, 'malformed'],
  ])('do not hold with %s', (_case, claims, failure) => {
    expect(check(claims)).toBe(failure);
  });

  it.each<[string, readonly string[] | undefined, string | undefined, unknown]>([
    ['a registered tenant', ['north', 'south'], 'south', { jti: 'j1', exp: NOW + 300, tenant: 'south' }],
    ['any tenant when none is registered', undefined, 'east', { jti: 'j1', exp: NOW + 300, tenant: 'east' }],
    ['another tenant', ['north', 'south'], 'east', 'wrong-tenant'],
    ['no tenant where one is needed', ['north', 'south'], undefined, 'wrong-tenant'],
  ])('are judged with %s', (_case, registered, tenant, result) => {
    expect(check({ tenant }, registered)).toEqual(result);
  });
});
