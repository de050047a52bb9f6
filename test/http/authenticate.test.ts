import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import express from 'express';
import nock from 'nock';
import { pino } from 'pino';
import { type AuthenticateDeps, authenticate } from '../../src/http/authenticate.js';
import { answerErrors } from '../../src/http/error-handler.js';
import { assignRequestId } from '../../src/http/request-id.js';
import { noteService } from '../../src/http/service-called.js';
import { callerOf } from '../../src/trust/caller.js';
import { loadEhrRegistry } from '../../src/trust/ehr-registry.js';
import { createKeySource } from '../../src/trust/key-source.js';
import {
  claimsOf,
  type EhrKeys,
  forgedToken,
  generateEhrKeys,
  type TokenContent,
} from '../support/ehr-keys.js';
import { type JwksServer, startJwksServer } from '../support/jwks-server.js';
import { createMemoryReplayStore } from '../support/memory-replay-store.js';

const NINE = Date.parse('2026-03-02T09:00:00Z');
const BASE = 'https://cds.example.org/ocrelizumab';
const SERVICE = `${BASE}/cds-services/ocrelizumab-order-sign`;
const ISSUER = 'https://ehr.example.org';

describe('a service with registered EHRs', () => {
  let hospital: EhrKeys;
  let attacker: EhrKeys;
  let hospitalJwks: JwksServer;
  let attackerJwks: JwksServer;
  let registryText: string;
  let fetched: string[];
  let requestedHosts: string[];
  let logLines: string[];
  let failures: unknown[];
  let server: Server;

  const noteRequest = (request: { host?: string }) => requestedHosts.push(String(request.host));

  beforeAll(async () => {
    [hospital, attacker] = await Promise.all([
      generateEhrKeys('ES384', 'k+/1=='),
      generateEhrKeys('ES384', 'k+/1=='),
    ]);
    hospitalJwks = await startJwksServer(hospital.publicJwk);
    attackerJwks = await startJwksServer(attacker.publicJwk);
    // Nothing but loopback can be reached, and every request of this process is noted.
    nock.disableNetConnect();
    nock.enableNetConnect('127.0.0.1');
    nock.emitter.on('no match', noteRequest);
  });
  afterAll(async () => {
    nock.emitter.off('no match', noteRequest);
    nock.enableNetConnect();
    nock.restore();
    await Promise.all([hospitalJwks.close(), attackerJwks.close()]);
  });

  beforeEach(async () => {
    fetched = [];
    requestedHosts = [];
    logLines = [];
    failures = [];
    registryText = `ehrs:
  - name: General Hospital
    issuer: ${ISSUER}
    jwksUrl: ${hospitalJwks.url}
    algorithms: [ES384, RS384]
    fhirBases: []
    tenants: [north]
`;
    server = await serve(loadEhrRegistry('ehrs.yaml', () => registryText));
  });
  afterEach(() => new Promise((resolve) => server.close(resolve)));

  async function serve(loaded: ReturnType<typeof loadEhrRegistry>): Promise<Server> {
    if (!loaded.ok) throw new Error(loaded.problems.join('\n'));
    const clock = () => NINE;
    const log = pino({ level: 'info' }, { write: (line: string) => logLines.push(line) });
    const deps: AuthenticateDeps = {
      registry: loaded.registry,
      baseUrl: BASE,
      keySource: createKeySource({
        fetch: (url, init) => {
          fetched.push(String(url));
          return fetch(url, init);
        },
        clock,
        log,
      }),
      replay: createMemoryReplayStore(),
      clock,
      log,
      onFailure: (reason, ehr) => failures.push({ reason, ehr }),
    };
    const app = express()
      .disable('x-powered-by')
      .use(assignRequestId())
      .use(noteService([{ id: 'ocrelizumab-order-sign' }]))
      .use('/cds-services', authenticate(deps), (_req, res) => {
        const caller = callerOf(res);
        res.json(caller.kind === 'open' ? caller : { ehr: caller.ehr.name, tenant: caller.tenant });
      })
      .get('/unguarded', (_req, res) => {
        res.json(callerOf(res));
      })
      .use(answerErrors(log));
    const listening = createServer(app);
    await new Promise<void>((resolve) => listening.listen(0, '127.0.0.1', resolve));
    return listening;
  }

  const ownHost = () => `127.0.0.1:${(server.address() as AddressInfo).port}`;

  const call = (path: string, headers: Readonly<Record<string, string>> = {}, method = 'POST') =>
    fetch(`http://${ownHost()}${path}`, { method, headers });

  const logged = (): Record<string, unknown>[] => logLines.map((line) => JSON.parse(line));

  const content = (changes: Partial<TokenContent> = {}): TokenContent => ({
    issuer: ISSUER,
    audience: SERVICE,
    now: NINE,
    ...changes,
    claims: { tenant: 'north', ...changes.claims },
  });

  const callWith = async (token: string, path = '/cds-services/ocrelizumab-order-sign') =>
    call(path, { authorization: `Bearer ${token}` });

  it('knows the EHR and the tenant that call', async () => {
    const response = await callWith(await hospital.token(content()));
    expect(response.status).toBe(200);
    expect(await response.json()).toEqual({ ehr: 'General Hospital', tenant: 'north' });
    expect(fetched).toEqual([hospitalJwks.url]);
    expect([logLines, failures]).toEqual([[], []]);
  });

  it.each<[string, string, string, number]>([
    ['discovery', '/cds-services', `${BASE}/cds-services`, 200],
    ['a service called with a query', '/cds-services/ocrelizumab-order-sign?a=1', SERVICE, 200],
    [
      'feedback, for its own URL',
      '/cds-services/ocrelizumab-order-sign/feedback',
      `${SERVICE}/feedback`,
      200,
    ],
    ['feedback, for the service’s URL', '/cds-services/ocrelizumab-order-sign/feedback', SERVICE, 200],
    ['a service, for its feedback URL', '/cds-services/ocrelizumab-order-sign', `${SERVICE}/feedback`, 401],
    ['a service, for discovery', '/cds-services/ocrelizumab-order-sign', `${BASE}/cds-services`, 401],
    ['discovery, for a service', '/cds-services', SERVICE, 401],
    ['another service', '/cds-services/ocrelizumab-patient-view', SERVICE, 401],
    ['feedback of another service', '/cds-services/ocrelizumab-patient-view/feedback', SERVICE, 401],
    ['the internal address in place of the external', '/cds-services', 'http://127.0.0.1/cds-services', 401],
  ])('holds the token’s audience against the URL called: %s', async (_case, path, audience, status) => {
    expect((await callWith(await hospital.token(content({ audience })), path)).status).toBe(status);
  });

  it.each([
    ['https://cds.example.org/wrong', { claimed: 'https://cds.example.org/wrong' }],
    ['x'.repeat(201), {}],
    ['two words', {}],
    [{ url: SERVICE }, {}],
  ])(
    'tells the operator the audience expected, and the one that came as far as it is one: %j',
    async (aud, came) => {
      await callWith(await hospital.token(content({ claims: { aud } })));
      const [line] = logged();
      expect(line).toMatchObject({ reason: 'wrong-audience', expected: SERVICE, ...came });
      expect(Object.hasOwn(line ?? {}, 'claimed')).toBe('claimed' in came);
    },
  );

  it('tells the operator the tenant that came, and no path that a caller made up', async () => {
    await callWith(await hospital.token(content({ claims: { tenant: 'south' } })));
    await callWith(await hospital.token(content({ audience: SERVICE })), '/cds-services/Jane-Roe');
    const [tenant, path] = logged().filter(({ reason }) => reason !== undefined);
    expect(tenant).toMatchObject({ reason: 'wrong-tenant', claimed: 'south' });
    expect(path).toMatchObject({ reason: 'wrong-audience', claimed: SERVICE });
    expect(logLines.join('')).not.toContain('Jane');
  });

  it('takes the audience from its configuration, not from the Host header', async () => {
    const token = await hospital.token(
      content({ audience: 'https://evil.example.org/cds-services/ocrelizumab-order-sign' }),
    );
    const response = await call('/cds-services/ocrelizumab-order-sign', {
      authorization: `Bearer ${token}`,
      'x-forwarded-host': 'evil.example.org',
      'x-forwarded-proto': 'https',
    });
    expect(response.status).toBe(401);
  });

  const kid = 'k+/1==';
  it.each<[string, string, () => Promise<string> | string]>([
    ['no token', 'missing', () => ''],
    ['an opaque token', 'malformed', () => 'Bearer 3f2a9c'],
    ['a huge token', 'too-large', () => `Bearer ${'a'.repeat(9000)}`],
    ['a stranger’s signature', 'bad-signature', async () => `Bearer ${await attacker.token(content())}`],
    [
      'no signature',
      'algorithm-not-allowed',
      () => `Bearer ${forgedToken({ alg: 'none', kid, typ: 'JWT' }, claimsOf(content()))}`,
    ],
    [
      'a symmetric signature',
      'algorithm-not-allowed',
      () => `Bearer ${forgedToken({ alg: 'HS384', kid, typ: 'JWT' }, claimsOf(content()), 'c2ln')}`,
    ],
    [
      'an expired token',
      'expired',
      async () => `Bearer ${await hospital.token(content({ now: NINE - 3_600_000 }))}`,
    ],
    [
      'a token from the future',
      'issued-in-future',
      async () => `Bearer ${await hospital.token(content({ now: NINE + 120_000 }))}`,
    ],
    [
      'a token for a year',
      'lifetime-too-long',
      async () => `Bearer ${await hospital.token(content({ claims: { exp: NINE / 1000 + 31_536_000 } }))}`,
    ],
    [
      'another tenant',
      'wrong-tenant',
      async () => `Bearer ${await hospital.token(content({ claims: { tenant: 'south' } }))}`,
    ],
    [
      'an unregistered EHR',
      'unknown-issuer',
      async () => `Bearer ${await hospital.token(content({ issuer: 'https://evil.example.org' }))}`,
    ],
  ])(
    'answers %s with a bare 401 and tells only the operator why (%s)',
    async (_case, reason, authorization) => {
      const header = await authorization();
      const response = await call(
        '/cds-services/ocrelizumab-order-sign',
        header === '' ? {} : { authorization: header },
      );
      expect(response.status).toBe(401);
      expect(await response.text()).toBe('');
      expect(response.headers.get('www-authenticate')).toBe('Bearer');
      expect(failures).toEqual([expect.objectContaining({ reason })]);
      expect(logged()).toContainEqual(
        expect.objectContaining({ reason, requestId: response.headers.get('x-request-id') }),
      );
      if (header !== '') expect(logLines.join('')).not.toContain(header.slice(7));
    },
  );

  it('answers a token shown twice with a bare 401', async () => {
    const token = await hospital.token(content());
    expect((await callWith(token)).status).toBe(200);
    expect((await callWith(token)).status).toBe(401);
    expect(failures).toEqual([{ reason: 'replayed', ehr: 'General Hospital' }]);
  });

  it.each<[string, (jku: string) => Promise<string>]>([
    ['signed with the key found there', (jku) => attacker.token(content({ header: { jku } }))],
    ['signed with the EHR’s own key', (jku) => hospital.token(content({ header: { jku } }))],
    [
      'of an issuer nobody registered',
      (jku) => attacker.token(content({ issuer: 'https://evil.example.org', header: { jku } })),
    ],
  ])('makes no request at all for a token with a foreign jku, %s', async (_case, token) => {
    for (const jku of [
      attackerJwks.url,
      'https://evil.example.org/jwks.json',
      'http://169.254.169.254/latest',
    ]) {
      expect((await callWith(await token(jku))).status).toBe(401);
    }
    expect(fetched).toEqual([]);
    // The three calls of this test itself, and nothing else.
    expect(requestedHosts).toEqual([ownHost(), ownHost(), ownHost()]);
    expect(attackerJwks.requests).toBe(0);
  });

  it('makes no request for a token whose claims do not hold', async () => {
    const before = hospitalJwks.requests;
    expect((await callWith(await hospital.token(content({ audience: BASE })))).status).toBe(401);
    expect(hospitalJwks.requests).toBe(before);
  });

  it('writes an issuer so that it can neither break a log line nor flood it', async () => {
    const issuer = `https://evil.example.org/\n{"level":30}\u001b[31m\u202e${'x'.repeat(1000)}`;
    expect((await callWith(await attacker.token(content({ issuer })))).status).toBe(401);
    const [refusal] = logged();
    expect(refusal?.issuer).toMatch(/^https:\/\/evil\.example\.org\/\?\{"level":30\}\?\[31m\?x+\.\.\.$/);
    expect(refusal?.issuer).toHaveLength(203);
    expect(failures).toEqual([{ reason: 'unknown-issuer', ehr: undefined }]);
  });

  it('lets preflights pass without a token, and without a caller', async () => {
    // The handler behind asks for the caller and must not get one.
    expect((await call('/cds-services/ocrelizumab-order-sign', {}, 'OPTIONS')).status).toBe(500);
    expect(failures).toEqual([]);
  });

  it('has no caller on a route it does not guard', async () => {
    expect((await call('/unguarded', {}, 'GET')).status).toBe(500);
  });

  it('lets everyone in when it is open, as an explicit open caller', async () => {
    await new Promise((resolve) => server.close(resolve));
    server = await serve(loadEhrRegistry(undefined, () => ''));
    for (const headers of [{}, { authorization: 'Bearer nonsense' }] as Record<string, string>[]) {
      const response = await call('/cds-services/ocrelizumab-order-sign', headers);
      expect(await response.json()).toEqual({ kind: 'open' });
    }
  });
});
