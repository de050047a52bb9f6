import { beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { SignJWT } from 'jose';
import type { Ehr } from '../../src/trust/ehr-registry.js';
import { createKeySource } from '../../src/trust/key-source.js';
import type { ReplayStore } from '../../src/trust/replay-store.js';
import { verifyClient } from '../../src/trust/verify-client.js';
import {
  claimsOf,
  type EhrKeys,
  forgedToken,
  generateEhrKeys,
  type TokenContent,
} from '../support/ehr-keys.js';
import { createMemoryReplayStore } from '../support/memory-replay-store.js';

const NINE = Date.parse('2026-03-02T09:00:00Z');
const SERVICE = 'https://cds.example.org/cds-services/ocrelizumab-order-sign';
const ISSUER = 'https://ehr.example.org';
const JWKS_URL = 'https://ehr.example.org/jwks.json';
/** Epic's key ids are base64 with all its characters. */
const EPIC_KID = 'k+3/Zz0aQ9m8==';

describe('a client', () => {
  let es: EhrKeys;
  let rs: EhrKeys;
  let stranger: EhrKeys;
  let ehr: Ehr;
  let replay: ReplayStore;
  let remembered: string[];

  beforeAll(async () => {
    [es, rs, stranger] = await Promise.all([
      generateEhrKeys('ES384', EPIC_KID),
      generateEhrKeys('RS384', 'rsa-1'),
      generateEhrKeys('ES384', EPIC_KID),
    ]);
  });
  beforeEach(() => {
    ehr = {
      name: 'General Hospital',
      issuer: ISSUER,
      keys: { from: 'file', keys: [es.publicJwk, rs.publicJwk], jwksUrl: JWKS_URL },
      algorithms: ['ES384', 'RS384'],
      fhirBases: [],
      replayProtection: true,
      profile: 'default',
    };
    remembered = [];
    const memory = createMemoryReplayStore();
    replay = {
      remember: (issuer, jti, expiresAt) => {
        remembered.push(jti);
        return memory.remember(issuer, jti, expiresAt);
      },
    };
  });

  const content = (changes: Partial<TokenContent> = {}): TokenContent => ({
    issuer: ISSUER,
    audience: SERVICE,
    now: NINE,
    ...changes,
  });

  const verify = (authorization: string | undefined) =>
    verifyClient(authorization, [SERVICE], {
      byIssuer: new Map([[ehr.issuer, ehr]]),
      keySource: createKeySource({
        fetch: () => Promise.reject(new Error('no request may be made')),
        clock: () => NINE,
        log: { warn: () => {} },
      }),
      replay,
      clock: () => NINE,
    });

  it.each<[string, () => Promise<string>]>([
    ['ES384 and a base64 key id', () => es.token(content())],
    ['RS384', () => rs.token(content())],
    ['the registered jku', () => es.token(content({ header: { jku: JWKS_URL } }))],
    ['a list of audiences', () => es.token(content({ audience: ['https://other.example.org', SERVICE] }))],
  ])('is known by a token with %s', async (_case, token) => {
    expect(await verify(`Bearer ${await token()}`)).toEqual({ ok: true, ehr, jti: expect.any(String) });
  });

  it('is known whatever the case of "Bearer" (RFC 9110, 11.1)', async () => {
    expect(await verify(`bearer ${await es.token(content())}`)).toMatchObject({ ok: true });
  });

  it('is known by either of two keys that it publishes under one id', async () => {
    const [other, stranger] = await Promise.all(
      [1, 2].map(() => generateEhrKeys('ES384', es.publicJwk.kid ?? '')),
    );
    if (!other || !stranger) throw new Error('no keys');
    const broken = { ...es.publicJwk, x: es.publicJwk.y, y: es.publicJwk.x };
    ehr = { ...ehr, keys: { from: 'file', keys: [broken, other.publicJwk, es.publicJwk] } };
    for (const keys of [es, other]) {
      expect(await verify(`Bearer ${await keys.token(content())}`)).toMatchObject({ ok: true });
    }
    expect(await verify(`Bearer ${await stranger.token(content())}`)).toMatchObject({
      ok: false,
      reason: 'bad-signature',
    });
  });

  it('is told apart by tenant', async () => {
    ehr = { ...ehr, tenants: ['north'] };
    const token = await es.token(content({ claims: { tenant: 'north' } }));
    expect(await verify(`Bearer ${token}`)).toMatchObject({ ok: true, tenant: 'north' });
  });

  it.each<[string, string, () => Promise<string | undefined> | string | undefined]>([
    ['no header', 'missing', () => undefined],
    ['an empty header', 'missing', () => ''],
    ['another scheme', 'missing', () => 'Basic dXNlcjpwYXNz'],
    ['no token after Bearer', 'missing', () => 'Bearer '],
    ['two tokens', 'missing', async () => `Bearer ${await es.token(content())} x.y.z`],
    ['a huge token', 'too-large', () => `Bearer ${'a'.repeat(9000)}.b.c`],
    [
      'a huge genuine token',
      'too-large',
      async () => `Bearer ${await es.token(content({ claims: { x: 'x'.repeat(9000) } }))}`,
    ],
    ['an opaque token', 'malformed', () => 'Bearer 3f2a9c'],
    ['two parts', 'malformed', () => 'Bearer a.b'],
    ['five parts, as an encrypted token has', 'malformed', () => 'Bearer a.b.c.d.e'],
    ['characters outside base64url', 'malformed', () => 'Bearer a+/.b.c'],
    ['a header that is no JSON', 'malformed', () => 'Bearer eHh4.e30.c2ln'],
    ['a payload that is no object', 'malformed', () => `Bearer ${forgedToken({ alg: 'ES384' }, [])}`],
    ['no issuer', 'malformed', () => es.token(content({ claims: { iss: undefined } }))],
    ['a number as issuer', 'malformed', () => `Bearer ${forgedToken({ alg: 'ES384' }, { iss: 1 })}`],
    ['no id', 'malformed', () => es.token(content({ claims: { jti: undefined } }))],
    ['an unknown issuer', 'unknown-issuer', () => es.token(content({ issuer: 'https://evil.example.org' }))],
    ['the issuer with a slash more', 'unknown-issuer', () => es.token(content({ issuer: `${ISSUER}/` }))],
    ['__proto__ as issuer', 'unknown-issuer', () => es.token(content({ issuer: '__proto__' }))],
    [
      'no signature (alg none)',
      'algorithm-not-allowed',
      () => forgedToken({ alg: 'none', kid: EPIC_KID, typ: 'JWT' }, claimsOf(content())),
    ],
    [
      'a signature made with the public key as a shared secret',
      'algorithm-not-allowed',
      () =>
        new SignJWT(claimsOf(content()))
          .setProtectedHeader({ alg: 'HS256', kid: 'rsa-1', typ: 'JWT' })
          .sign(new TextEncoder().encode(JSON.stringify(rs.publicJwk))),
    ],
    [
      'an algorithm in another case',
      'algorithm-not-allowed',
      () => forgedToken({ alg: 'es384', kid: EPIC_KID, typ: 'JWT' }, claimsOf(content()), 'c2ln'),
    ],
    [
      'no algorithm',
      'algorithm-not-allowed',
      () => forgedToken({ kid: EPIC_KID, typ: 'JWT' }, claimsOf(content()), 'c2ln'),
    ],
    ['another type', 'wrong-type', () => es.token(content({ header: { typ: 'at+jwt' } }))],
    ['no type', 'wrong-type', () => es.token(content({ header: { typ: undefined } }))],
    [
      'a foreign jku',
      'foreign-jku',
      () => es.token(content({ header: { jku: 'https://evil.example.org/jwks' } })),
    ],
    [
      'a jku on the EHR’s own host',
      'foreign-jku',
      () => es.token(content({ header: { jku: `${JWKS_URL}?v=2` } })),
    ],
    ['an empty jku', 'foreign-jku', () => es.token(content({ header: { jku: '' } }))],
    ['no key id', 'missing-key-id', () => es.token(content({ header: { kid: undefined } }))],
    [
      'the audience of another service',
      'wrong-audience',
      () => es.token(content({ audience: `${SERVICE}-2` })),
    ],
    ['an expiry long past', 'expired', () => es.token(content({ now: NINE - 3_600_000 }))],
    ['an unknown key id', 'unknown-key', () => es.token(content({ header: { kid: 'other' } }))],
    [
      'RS384 claimed over an EC key',
      'key-mismatch',
      () => forgedToken({ alg: 'RS384', kid: EPIC_KID, typ: 'JWT' }, claimsOf(content()), 'c2ln'),
    ],
    [
      'RS384 signed for real, over the id of an EC key',
      'key-mismatch',
      () => rs.token(content({ header: { kid: EPIC_KID } })),
    ],
    [
      'ES384 signed for real, over the id of an RSA key',
      'key-mismatch',
      () => es.token(content({ header: { kid: 'rsa-1' } })),
    ],
    ['the signature of a stranger', 'bad-signature', () => stranger.token(content())],
    [
      'its own key in the header',
      'bad-signature',
      () => stranger.token(content({ header: { jwk: stranger.publicJwk } })),
    ],
    ['an empty signature', 'bad-signature', async () => (await es.token(content())).replace(/[^.]+$/, '')],
    [
      'an ES384 signature of zeros',
      'bad-signature',
      async () => (await es.token(content())).replace(/[^.]+$/, 'A'.repeat(128)),
    ],
    [
      'another payload under a genuine signature',
      'bad-signature',
      async () => {
        const [header, , signature] = (await es.token(content())).split('.');
        const payload = Buffer.from(JSON.stringify(claimsOf(content()))).toString('base64url');
        return `${header}.${payload}.${signature}`;
      },
    ],
    [
      'a header member that must be understood and is not',
      'malformed',
      async () => {
        const [, payload, signature] = (await es.token(content())).split('.');
        const header = { alg: 'ES384', kid: EPIC_KID, typ: 'JWT', crit: ['exp'], exp: 1 };
        return `${Buffer.from(JSON.stringify(header)).toString('base64url')}.${payload}.${signature}`;
      },
    ],
  ])('is refused with %s (%s), and no token id is used up', async (_case, reason, authorization) => {
    const given = await authorization();
    const header = given === undefined || given === '' || given.includes(' ') ? given : `Bearer ${given}`;
    expect(await verify(header)).toMatchObject({ ok: false, reason });
    expect(remembered).toEqual([]);
  });

  it('that shows an EHR’s token again is refused', async () => {
    const header = `Bearer ${await es.token(content())}`;
    expect(await verify(header)).toMatchObject({ ok: true });
    expect(await verify(header)).toMatchObject({ ok: false, reason: 'replayed' });
  });

  it('that shows an EHR’s token twice at the same moment is let in once', async () => {
    const header = `Bearer ${await es.token(content())}`;
    const both = await Promise.all([verify(header), verify(header)]);
    expect(both.map(({ ok }) => ok).sort()).toEqual([false, true]);
  });

  it('may reuse an id in a token of another EHR', async () => {
    const token = (issuer: string) => es.token(content({ issuer, claims: { jti: 'same' } }));
    expect(await verify(`Bearer ${await token(ISSUER)}`)).toMatchObject({ ok: true });
    ehr = { ...ehr, issuer: 'https://other.example.org' };
    expect(await verify(`Bearer ${await token('https://other.example.org')}`)).toMatchObject({ ok: true });
  });

  it('without the EHR’s key cannot use up the id of a genuine token', async () => {
    const claims = { jti: 'contested' };
    expect(await verify(`Bearer ${await stranger.token(content({ claims }))}`)).toMatchObject({
      reason: 'bad-signature',
    });
    expect(await verify(`Bearer ${await es.token(content({ claims }))}`)).toMatchObject({ ok: true });
  });

  it('may use one token for many calls when its EHR is registered without replay protection', async () => {
    ehr = { ...ehr, replayProtection: false };
    const header = `Bearer ${await es.token(content())}`;
    expect(await verify(header)).toMatchObject({ ok: true });
    expect(await verify(header)).toMatchObject({ ok: true });
    expect(remembered).toEqual([]);
  });

  it('is remembered as long as its token could be shown again, clock skew included', async () => {
    const expiries: Date[] = [];
    replay = {
      remember: async (_issuer, _jti, expiresAt) => {
        expiries.push(expiresAt);
        return 'new';
      },
    };
    await verify(`Bearer ${await es.token(content())}`);
    expect(expiries).toEqual([new Date(NINE + 300_000 + 60_000)]);
  });

  it('is refused when nobody can say whether its token was used', async () => {
    replay = { remember: () => Promise.reject(new Error('disk full')) };
    expect(await verify(`Bearer ${await es.token(content())}`)).toMatchObject({
      ok: false,
      reason: 'replay-store-unavailable',
    });
  });

  it('that names a jku is refused when its EHR is registered with keys alone', async () => {
    ehr = { ...ehr, keys: { from: 'file', keys: [es.publicJwk] } };
    const token = await es.token(content({ header: { jku: JWKS_URL } }));
    expect(await verify(`Bearer ${token}`)).toMatchObject({ ok: false, reason: 'foreign-jku' });
  });

  it('may sign only with the algorithms of its own entry', async () => {
    ehr = { ...ehr, algorithms: ['ES384'] };
    expect(await verify(`Bearer ${await rs.token(content())}`)).toMatchObject({
      reason: 'algorithm-not-allowed',
    });
  });
});
