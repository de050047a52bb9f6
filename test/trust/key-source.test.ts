import { setTimeout as sleep } from 'node:timers/promises';
import { afterEach, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import type { Ehr } from '../../src/trust/ehr-registry.js';
import { createKeySource, type KeySource } from '../../src/trust/key-source.js';
import { type EhrKeys, generateEhrKeys } from '../support/ehr-keys.js';
import { type JwksServer, startJwksServer } from '../support/jwks-server.js';

const NINE = Date.parse('2026-03-02T09:00:00Z');
const TIMES = { maxAgeMs: 600_000, cooldownMs: 30_000, timeoutMs: 500, patienceMs: 5_000 };

const ehr = (name: string, keys: Ehr['keys']): Ehr => ({
  name,
  issuer: `https://${name}.example.org`,
  keys,
  algorithms: ['ES384', 'RS384'],
  fhirBases: [],
  replayProtection: true,
  profile: 'default',
});

describe('the keys of an EHR', () => {
  let first: EhrKeys;
  let second: EhrKeys;
  let server: JwksServer;
  let hospital: Ehr;
  let now: number;
  let source: KeySource;
  let warnings: unknown[];

  beforeAll(async () => {
    [first, second] = await Promise.all([
      generateEhrKeys('ES384', 'first'),
      generateEhrKeys('ES384', 'second'),
    ]);
  });
  beforeEach(async () => {
    server = await startJwksServer(first.publicJwk);
    hospital = ehr('hospital', { from: 'url', jwksUrl: server.url });
    now = NINE;
    warnings = [];
    source = createKeySource({
      fetch,
      clock: () => now,
      log: { warn: (fields) => warnings.push(fields) },
      times: TIMES,
    });
  });
  afterEach(() => server.close());

  const stateOf = async (kid: string, of = hospital) => (await source.keyFor(of, kid, 'ES384')).state;

  it('are read once and then kept', async () => {
    expect(await stateOf('first')).toBe('found');
    now += TIMES.maxAgeMs - 1;
    expect(await stateOf('first')).toBe('found');
    expect(server.requests).toBe(1);
  });

  it('are read once for many calls at the same moment', async () => {
    expect(await Promise.all(Array.from({ length: 20 }, () => stateOf('first')))).toEqual(
      Array.from({ length: 20 }, () => 'found'),
    );
    expect(server.requests).toBe(1);
  });

  it('are read again when they have aged, so that a withdrawn key stops working', async () => {
    await stateOf('first');
    server.publish(second.publicJwk);
    now += TIMES.maxAgeMs;
    expect(await stateOf('first')).toBe('unknown-key');
    expect(await stateOf('second')).toBe('found');
    expect(server.requests).toBe(2);
  });

  it('are read again when a token names a key not yet known: the EHR has rotated', async () => {
    await stateOf('first');
    server.publish(first.publicJwk, second.publicJwk);
    now += TIMES.cooldownMs;
    expect(await stateOf('second')).toBe('found');
    expect(server.requests).toBe(2);
  });

  it('are not read for every made-up key id, nor does one shut out the known keys', async () => {
    await stateOf('first');
    now += TIMES.cooldownMs;
    for (const kid of ['made-up-1', 'made-up-2', 'made-up-3']) expect(await stateOf(kid)).toBe('unknown-key');
    expect(await stateOf('first')).toBe('found');
    expect(server.requests).toBe(2);
  });

  it('are found after a rotation at the latest one cooldown later, whatever made-up ids come in between', async () => {
    await stateOf('first');
    now += TIMES.cooldownMs;
    await stateOf('made-up');
    server.publish(second.publicJwk);
    now += TIMES.cooldownMs - 1;
    expect(await stateOf('second')).toBe('unknown-key');
    now += 1;
    expect(await stateOf('second')).toBe('found');
  });

  it('are not asked for again right after a failure, as they would be if only successes counted', async () => {
    server.answerWith((response) => response.writeHead(503).end());
    expect(await stateOf('first')).toBe('keys-unavailable');
    expect(await stateOf('first')).toBe('keys-unavailable');
    now += TIMES.cooldownMs - 1;
    expect(await stateOf('first')).toBe('keys-unavailable');
    expect(server.requests).toBe(1);
    server.publish(first.publicJwk);
    now += 1;
    expect(await stateOf('first')).toBe('found');
    expect(server.requests).toBe(2);
  });

  it('keep working, once known, while they cannot be read again', async () => {
    await stateOf('first');
    server.answerWith((response) => response.writeHead(500).end());
    now += TIMES.maxAgeMs;
    expect(await stateOf('first')).toBe('found');
    now += 24 * 3_600_000;
    expect(await stateOf('first')).toBe('found');
    expect(await stateOf('second')).toBe('keys-unavailable');
  });

  it('are given at once while their host is known to hang; the reading goes on beside the call', async () => {
    await stateOf('first');
    server.answerWith(() => {});
    now += TIMES.maxAgeMs;
    expect(await stateOf('first')).toBe('found');
    now += TIMES.cooldownMs;
    expect(await stateOf('first')).toBe('found');
    // Only the first reading has failed by now: this call did not wait for the second.
    expect(warnings).toHaveLength(1);
    expect(await stateOf('second')).toBe('keys-unavailable');
    expect(warnings).toHaveLength(2);
    expect(server.requests).toBe(3);
  });

  it('come back by themselves after an outage', async () => {
    await stateOf('first');
    server.answerWith((response) => response.writeHead(500).end());
    now += TIMES.maxAgeMs;
    await stateOf('first');
    server.publish(second.publicJwk);
    now += TIMES.cooldownMs;
    // The call that finds the keys old is served with them, and has them read again.
    expect(await stateOf('first')).toBe('found');
    for (let tries = 0; tries < 200 && server.requests < 3; tries++) await sleep(5);
    expect(server.requests).toBe(3);
    expect(await stateOf('second')).toBe('found');
    expect(await stateOf('first')).toBe('unknown-key');
  });

  describe('whose host is slower than a call may wait', () => {
    const answerAfter = (delayMs: number) =>
      server.answerWith((response) => {
        setTimeout(() => response.end(JSON.stringify({ keys: [first.publicJwk] })), delayMs);
      });
    beforeEach(() => {
      source = createKeySource({
        fetch,
        clock: () => now,
        log: { warn: (fields) => warnings.push(fields) },
        times: { ...TIMES, timeoutMs: 5_000, patienceMs: 100 },
      });
    });

    it('are not waited for, but there for a later call, and asked for once', async () => {
      answerAfter(400);
      const started = performance.now();
      expect(await stateOf('first')).toBe('keys-unavailable');
      // Whoever comes while they are read has nothing left to wait for.
      expect(await stateOf('first')).toBe('keys-unavailable');
      expect(performance.now() - started).toBeLessThan(350);
      await sleep(500);
      expect(await stateOf('first')).toBe('found');
      expect(server.requests).toBe(1);
      expect(warnings).toEqual([]);
    });

    it('keep working, once known, while they are read again', async () => {
      await stateOf('first');
      answerAfter(400);
      now += TIMES.maxAgeMs;
      expect(await stateOf('first')).toBe('found');
    });
  });

  it('of one EHR are not delayed by the slow host of another', async () => {
    const slowServer = await startJwksServer();
    slowServer.answerWith(() => {});
    const slow = stateOf('first', ehr('slow', { from: 'url', jwksUrl: slowServer.url }));
    let slowIsDone = false;
    void slow.then(() => {
      slowIsDone = true;
    });
    expect(await stateOf('first')).toBe('found');
    expect(slowIsDone).toBe(false);
    expect(await slow).toBe('keys-unavailable');
    await slowServer.close();
  });

  it('are asked for again after the clock was set back', async () => {
    server.answerWith((response) => response.writeHead(503).end());
    await stateOf('first');
    server.publish(first.publicJwk);
    now -= 3_600_000;
    expect(await stateOf('first')).toBe('found');
  });

  it.each<[string, (jwks: JwksServer) => Parameters<JwksServer['answerWith']>[0]]>([
    ['redirected', (jwks) => (response) => response.writeHead(302, { location: jwks.url }).end()],
    ['status', () => (response) => response.writeHead(404).end('{"keys":[]}')],
    ['not-a-key-set', () => (response) => response.end('<html>log in</html>')],
    ['not-a-key-set', () => (response) => response.end('{"keys":')],
    ['not-a-key-set', () => (response) => response.end('{"keys":{}}')],
    ['not-a-key-set', () => (response) => response.end('null')],
    ['too-large', () => (response) => response.end(`{"keys":[],"padding":"${'x'.repeat(300_000)}"}`)],
    ['timeout', () => () => {}],
    [
      'timeout',
      () => (response) => {
        response.write('{"keys":[');
      },
    ],
    ['unreachable', () => (response) => response.destroy()],
  ])(
    'are not there when their host answers badly (%s), and the operator is told',
    async (failure, answer) => {
      server.answerWith(answer(server));
      expect(await stateOf('first')).toBe('keys-unavailable');
      expect(warnings).toEqual([{ ehr: 'hospital', jwksUrl: server.url, failure }]);
      expect(server.requests).toBe(1);
    },
  );

  it('are read from the file when they are there, without any request', async () => {
    const filed = ehr('filed', { from: 'file', keys: [first.publicJwk], jwksUrl: server.url });
    expect(await stateOf('first', filed)).toBe('found');
    expect(await stateOf('second', filed)).toBe('unknown-key');
    expect(server.requests).toBe(0);
  });

  it.each<[string, (key: EhrKeys) => object, string]>([
    ['is for encryption', (key) => ({ ...key.publicJwk, use: 'enc' }), 'key-mismatch'],
    ['is for deriving', (key) => ({ ...key.publicJwk, key_ops: ['deriveKey'] }), 'key-mismatch'],
    ['is for another algorithm', (key) => ({ ...key.publicJwk, alg: 'ES256' }), 'key-mismatch'],
    ['is on another curve', (key) => ({ ...key.publicJwk, alg: undefined, crv: 'P-256' }), 'key-mismatch'],
    ['is of another type', (key) => ({ ...key.publicJwk, kty: 'RSA' }), 'key-mismatch'],
    ['was published with its private half', (key) => ({ ...key.publicJwk, d: 'AA' }), 'key-mismatch'],
    ['is a shared secret', () => ({ kty: 'oct', kid: 'first', k: 'c2VjcmV0' }), 'key-mismatch'],
    ['is broken', (key) => ({ ...key.publicJwk, x: key.publicJwk.y, y: key.publicJwk.x }), 'unknown-key'],
    ['has no id', (key) => ({ ...key.publicJwk, kid: undefined }), 'unknown-key'],
  ])('are not used when a key %s', async (_case, published, state) => {
    server.publish(published(first));
    expect(await stateOf('first')).toBe(state);
  });

  it('of too short an RSA modulus are not used', async () => {
    server.publish({ kty: 'RSA', kid: 'short', e: 'AQAB', n: Buffer.alloc(128, 0xff).toString('base64url') });
    expect((await source.keyFor(hospital, 'short', 'RS384')).state).toBe('key-mismatch');
  });

  it('are told apart by algorithm when two share an id', async () => {
    const rsa = await generateEhrKeys('RS384', 'first');
    server.publish(first.publicJwk, rsa.publicJwk);
    expect((await source.keyFor(hospital, 'first', 'ES384')).state).toBe('found');
    expect((await source.keyFor(hospital, 'first', 'RS384')).state).toBe('found');
  });
});
