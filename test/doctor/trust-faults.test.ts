import { describe, expect, it } from '@jest/globals';
import type { JWK } from 'jose';
import { generateEhrKeys } from '../support/ehr-keys.js';
import type { JwksServer } from '../support/jwks-server.js';
import { examinedEhr, ISSUER, of } from './examined-ehr.js';

const hospital = examinedEhr();

describe('faults of the keys', () => {
  type Inject = (server: JwksServer) => void;
  it.each<[string, Inject, RegExp]>([
    ['a closed port', (s) => s.answerWith((r) => r.destroy()), /jwks\.json: .*(no connection|broken off)/],
    ['a wrong path', (s) => s.answerWith((r) => r.writeHead(404).end()), /answers 404; correct jwksUrl/],
    [
      'a redirect',
      (s) => s.answerWith((r) => r.writeHead(302, { location: '/x' }).end()),
      /redirect, which is not followed/,
    ],
    ['a login page', (s) => s.answerWith((r) => r.end('<html>')), /not answer with a JWK Set.*login page/],
    ['a hanging host', (s) => s.answerWith(() => undefined), /no answer within 300 ms/],
    [
      'too large an answer',
      (s) => s.answerWith((r) => r.end('x'.repeat(300_000))),
      /more than any key set holds/,
    ],
    ['no keys', (s) => s.publish(), /key set: no key can check a token signed with ES384/],
  ])('%s is named in one line', async (_what, inject, words) => {
    inject(hospital.jwks);
    const faults = of('fault', await hospital.run({ timeoutMs: 300 }));
    expect(faults).toEqual([expect.stringMatching(words)]);
  });

  it.each<[string, (key: JWK) => JWK, RegExp]>([
    ['no kid', ({ kid: _, ...key }) => key, /key 2 .*has no "kid"/],
    [
      'a broken point',
      (key) => ({ ...key, kid: 'second', x: key.y ?? '', y: key.x ?? '' }),
      /kid second .*is broken/,
    ],
    [
      'a kid that no text can be made of',
      (key) => ({ ...key, kid: { toString: 'x' } as unknown as string }),
      /kid \{"toString":"x"\} .*has no "kid"/,
    ],
    [
      'its secret half',
      (key) => ({ ...key, kid: 'second', d: 'AAAA' }),
      /secret half \(d\): anyone can sign.*replaced/,
    ],
    [
      'a short modulus',
      () => ({ kty: 'RSA', kid: 'short', e: 'AQAB', n: Buffer.alloc(128, 255).toString('base64url') }),
      /kid short \(RSA 1024\): fits no accepted algorithm/,
    ],
  ])('a key with %s is named in one line', async (_what, change, words) => {
    hospital.jwks.publish(hospital.keys.publicJwk, change(hospital.keys.publicJwk));
    expect(of('fault', await hospital.run())).toEqual([expect.stringMatching(words)]);
  });

  it('two keys of one kid are a note: a token is tried with each', async () => {
    hospital.jwks.publish(hospital.keys.publicJwk, hospital.keys.publicJwk);
    const checks = await hospital.run();
    expect(of('fault', checks)).toEqual([]);
    expect(of('note', checks)).toContainEqual(
      expect.stringMatching(/kid first .*has the kid of an earlier key/),
    );
  });

  it('an unregistered algorithm is a note as long as another key serves, and a fault when none does', async () => {
    const rsa = await generateEhrKeys('RS384', 'rsa');
    hospital.jwks.publish(hospital.keys.publicJwk, rsa.publicJwk);
    const both = await hospital.run();
    expect(of('fault', both)).toEqual([]);
    expect(of('note', both)).toContainEqual(expect.stringMatching(/kid rsa .*add its algorithm \(RS384\)/));
    hospital.jwks.publish(rsa.publicJwk);
    expect(of('fault', await hospital.run())).toEqual([
      expect.stringMatching(/no key can check a token signed with ES384/),
    ]);
  });

  it('a kid cannot steer the terminal', async () => {
    hospital.jwks.publish({ ...hospital.keys.publicJwk, kid: '\u001b[2Jgone' });
    expect(JSON.stringify(await hospital.run())).toContain('kid ?[2Jgone');
  });
});

describe('faults of clock and audience', () => {
  it.each([
    [-3_600_000, /clock is 3600 s ahead of this host's; tokens tolerate 60 s.*NTP/],
    [120_000, /clock is 1\d\d s behind this host's/],
  ])('a clock %i ms off is told for each server that shows it', async (off, words) => {
    const faults = of('fault', await hospital.run({ clock: () => Date.now() + off }));
    expect(faults).toEqual([expect.stringMatching(words), expect.stringMatching(words)]);
  });

  it('a BASE_URL that the EHR cannot call is named', async () => {
    const faults = of('fault', await hospital.run({ given: { baseUrl: 'http://127.0.0.1:3000' } }));
    expect(faults).toEqual([expect.stringMatching(/^audience: http:\/\/127.*loopback.*set BASE_URL/)]);
  });

  const audience = 'https://cds.example.org/cds-services/ocrelizumab-order-sign';
  const sample = (claims: object = {}, now = Date.now()) =>
    hospital.keys.token({ issuer: ISSUER, audience, now, claims: { ...claims } });

  it('a sample token that holds is said to hold, also when it has expired since', async () => {
    expect(of('ok', await hospital.run({ given: { clientToken: await sample() } }))).toContain(
      'client token: sample of the EHR: holds; ',
    );
    const old = await sample({}, Date.now() - 86_400_000);
    expect(of('note', await hospital.run({ given: { clientToken: old } }))).toContainEqual(
      expect.stringMatching(/holds, but for its age/),
    );
  });

  it.each<[string, object, RegExp]>([
    [
      'another audience',
      { aud: 'https://cds.example.org/' },
      /refused: wrong-audience; have the EHR put the exact URL/,
    ],
    ['another issuer', { iss: 'https://ehr.example.org/' }, /refused: unknown-issuer; register the "iss"/],
    ['too long a life', { exp: Math.floor(Date.now() / 1000) + 86_400 }, /refused: lifetime-too-long/],
    ['no id', { jti: undefined }, /refused: malformed/],
  ])('a sample token with %s is named in one line, the token is not', async (_what, claims, words) => {
    const clientToken = await sample(claims);
    const checks = await hospital.run({ given: { clientToken } });
    expect(of('fault', checks)).toEqual([expect.stringMatching(words)]);
    expect(JSON.stringify(checks)).not.toContain(clientToken.split('.')[1]);
  });
});
