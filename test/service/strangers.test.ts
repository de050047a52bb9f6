import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { storyRequest } from '../../src/stories/story-request.js';
import { postJson, send } from '../http/cds-service.js';
import { forgedToken, generateEhrKeys } from '../support/ehr-keys.js';
import { type FhirServer, lentAccess, startFhirServer } from '../support/fhir-server/start-fhir-server.js';
import { BASE_URL, type Hospital, ISSUER, openHospital } from '../support/hospital.js';
import { loadProjectDeck, stories } from '../support/judge-story.js';
import { startJwksServer } from '../support/jwks-server.js';

const PATH = '/cds-services/ocrelizumab-order-sign';
const story = stories.get('hbv-carrier');
if (story === undefined) throw new Error('there is no story hbv-carrier');
const NOON = Date.parse(`${story.today}T12:00:00Z`);
const full = storyRequest(story, 'order-sign', loadProjectDeck());
const some = { ...full, prefetch: { patient: full.prefetch?.patient } };

let ehr: FhirServer;
let registered: Hospital;
let open: Hospital;

beforeAll(async () => {
  ehr = await startFhirServer();
  registered = await openHospital({
    now: NOON,
    fhirBases: [ehr.baseUrl, 'https://fhir.example.org/r4'],
    environment: { DISCOVERY: 'authenticated' },
  });
  open = await openHospital({ now: NOON });
}, 60_000);
afterAll(async () => {
  await Promise.all([registered.close(), open.close()]);
  await ehr.close();
});
afterEach(() => {
  registered.forget();
  open.forget();
  ehr.reset();
});

const call = async (body: object | string, authorization?: string) =>
  postJson(`${registered.url}${PATH}`, body, {
    Authorization: authorization ?? (await registered.authorization(PATH)),
  });

describe('a FHIR server that a call names', () => {
  it.each([
    ['another host', 'https://evil.example/fhir/r4'],
    ['the registered host as userinfo', 'https://fhir.example.org@evil.example/r4'],
    ['userinfo before the registered host', 'https://someone@fhir.example.org/r4'],
    ['the registered host without TLS', 'http://fhir.example.org/r4'],
    ['another port', 'https://fhir.example.org:8443/r4'],
    ['a path that merely starts alike', 'https://fhir.example.org/r44'],
    ['dot segments', 'https://fhir.example.org/r4/../admin'],
    ['encoded dot segments', 'https://fhir.example.org/r4/%2e%2e/admin'],
    ['an address of the inner network', 'http://10.0.0.1/fhir'],
    ['the cloud metadata address', 'http://169.254.169.254/latest'],
    ['the cloud metadata address in decimal', 'http://2852039166/latest'],
    ['the cloud metadata address in IPv6', 'http://[::ffff:a9fe:a9fe]/latest'],
    ['any address of this machine', 'http://0.0.0.0:1/fhir'],
    ['any address of this machine in IPv6', 'http://[::]:1/fhir'],
  ])('is never contacted if it is %s', async (_, fhirServer) => {
    const answers = [
      await call({ ...some, ...lentAccess(fhirServer) }),
      await postJson(`${open.url}${PATH}`, { ...some, ...lentAccess(fhirServer) }),
    ];
    expect([...registered.outbound, ...open.outbound]).toEqual([]);
    for (const { status, text } of answers) {
      expect(status).toBeGreaterThanOrEqual(200);
      expect(status).toBeLessThan(500);
      if (status === 200) expect(text).toContain('is not registered here');
    }
  });

  it('is contacted in open mode if it is on this machine', async () => {
    await postJson(`${open.url}${PATH}`, { ...some, ...lentAccess(ehr.baseUrl) });
    expect(open.outbound.length).toBeGreaterThan(0);
  });

  it.each([
    ['redirects', { kind: 'redirect', to: 'http://127.0.0.1:1/elsewhere' }],
    ['names a next page elsewhere', { kind: 'next-link', url: 'http://127.0.0.1:1/elsewhere' }],
    ['names a next page above its base', { kind: 'next-link', url: '/admin' }],
  ] as const)('is not followed when it %s', async (_, fault) => {
    for (const type of ['Condition', 'Observation', 'Immunization']) ehr.fault(type, fault);
    expect((await call({ ...some, ...lentAccess(ehr.baseUrl) })).status).toBe(200);
    expect(registered.outbound.length).toBeGreaterThan(0);
    expect(registered.outbound.filter((url) => !url.startsWith(`${ehr.baseUrl}/`))).toEqual([]);
  });
});

describe('an id of a patient', () => {
  it.each(['1&_count=0', '1/../../admin', '..', '1?x=', '1#', '%2e%2e', '1 2', 'é', '1\n2'])(
    'never leaves the place it has in a query: %j',
    async (patientId) => {
      const context = { ...full.context, patientId };
      const { status } = await call({ ...some, context, ...lentAccess(ehr.baseUrl) });
      expect([200, 400, 412]).toContain(status);
      for (const url of registered.outbound.map((text) => new URL(text))) {
        expect(url.pathname).toMatch(/^\/fhir\/r4\/[A-Z][A-Za-z]+(\/[^/]+)?$/);
        const patient =
          url.searchParams.get('patient') ?? url.searchParams.get('subject')?.replace('Patient/', '');
        if (patient !== undefined) expect(patient).toBe(patientId);
        expect([...url.searchParams.keys()]).not.toContain('x');
      }
    },
  );
});

describe('a token', () => {
  const now = Math.floor(NOON / 1000);
  const claims = { iss: ISSUER, aud: `${BASE_URL}${PATH}`, iat: now, exp: now + 300, jti: 'j' };

  it.each([
    ['none', ''],
    ['no token', 'Bearer'],
    ['garbage', 'Bearer x.y.z'],
    ['100 kB less the limit of headers', `Bearer ${'x'.repeat(12_000)}`],
    ['unsigned', `Bearer ${forgedToken({ alg: 'none', typ: 'JWT' }, claims)}`],
    ['symmetric', `Bearer ${forgedToken({ alg: 'HS256', typ: 'JWT', kid: 'key-1' }, claims, 'c2ln')}`],
    ['signed by nobody', `Bearer ${forgedToken({ alg: 'ES384', typ: 'JWT', kid: 'key-1' }, claims, 'c2ln')}`],
  ])('that is %s gets a bare 401', async (_, authorization) => {
    const { status, text, headers } = await call(full, authorization);
    expect({ status, text }).toEqual({ status: 401, text: '' });
    expect(headers.get('www-authenticate')).toBe('Bearer');
    expect(registered.outbound).toEqual([]);
  });

  it('that brings its own keys is refused without a look at them', async () => {
    const stranger = await generateEhrKeys('ES384', 'key-1');
    const theirs = await startJwksServer(stranger.publicJwk);
    const token = await stranger.token({
      issuer: ISSUER,
      audience: `${BASE_URL}${PATH}`,
      now: NOON,
      header: { jku: theirs.url },
    });
    expect(await call(full, `Bearer ${token}`)).toMatchObject({ status: 401, text: '' });
    expect(registered.outbound).toEqual([]);
    expect(theirs.requests).toBe(0);
    await theirs.close();
  });

  it('is good for one call', async () => {
    const authorization = await registered.authorization(PATH);
    expect((await call(full, authorization)).status).toBe(200);
    expect((await call(full, authorization)).status).toBe(401);
  });

  it.each(['/feedback', ''])('for feedback may name the URL of the service and then "%s"', async (end) => {
    const authorization = await registered.authorization(`${PATH}${end}`);
    const { status } = await postJson(
      `${registered.url}${PATH}/feedback`,
      { feedback: [{ card: 'c', outcome: 'accepted', outcomeTimestamp: '2026-03-02T12:00:00Z' }] },
      { Authorization: authorization },
    );
    expect(status).not.toBe(401);
  });
});

describe('discovery', () => {
  const discover = (hospital: Hospital, path: string, headers: Record<string, string> = {}) =>
    send(`${hospital.url}${path}`, { headers });

  it('is for anyone by default', async () => {
    expect((await discover(open, '/cds-services')).json.services).toHaveLength(3);
  });

  it.each(['/cds-services', '/cds-services/', '/cds-services?x=1'])(
    'is a bare 401 to strangers at %s where it is closed',
    async (path) => {
      expect(await discover(registered, path)).toMatchObject({ status: 401, text: '' });
    },
  );

  it('is nowhere in another spelling, so that none slips past', async () => {
    expect((await discover(registered, '/CDS-Services')).status).toBe(404);
  });

  it('is for registered EHRs where it is closed', async () => {
    const headers = { Authorization: await registered.authorization('/cds-services') };
    expect((await discover(registered, '/cds-services', headers)).json.services).toHaveLength(3);
  });

  it('lets browsers ask first where it is closed', async () => {
    const { status } = await send(`${registered.url}/cds-services`, {
      method: 'OPTIONS',
      headers: { Origin: 'https://ehr.example.org', 'Access-Control-Request-Method': 'GET' },
    });
    expect(status).toBe(204);
  });

  it('leaves the calls themselves and the health of the service alone where it is closed', async () => {
    expect((await call(full)).status).toBe(200);
    expect((await send(`${registered.url}/health/ready`)).status).toBe(200);
  });
});

describe('/health/ready', () => {
  it('says which deck, how many EHRs and whether the journal can be reached', async () => {
    const { json } = await send(`${registered.url}/health/ready`);
    expect(json).toEqual({
      ready: true,
      deck: {
        version: expect.stringMatching(/^\d+\.\d+\.\d+$/),
        date: expect.stringMatching(/^\d{4}-\d{2}-\d{2}$/),
        cards: expect.any(Number),
      },
      mode: 'registered',
      ehrs: 1,
      journal: 'ok',
    });
  });

  it('says that anyone may call', async () => {
    expect((await send(`${open.url}/health/ready`)).json).toMatchObject({ mode: 'open' });
  });
});
