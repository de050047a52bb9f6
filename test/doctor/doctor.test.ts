import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import type { CapabilityStatement, CapabilityStatementRestResource, FhirResource } from 'fhir/r4.js';
import type { JWK } from 'jose';
import { checksAsTable } from '../../src/cli/check-table.js';
import type { Deck } from '../../src/deck/deck.js';
import type { Check } from '../../src/doctor/check.js';
import { type Examination, examine } from '../../src/doctor/doctor.js';
import { siteCalendar } from '../../src/picture/site-calendar.js';
import type { Ehr } from '../../src/trust/ehr-registry.js';
import { type EhrKeys, generateEhrKeys } from '../support/ehr-keys.js';
import type { Fault } from '../support/fhir-server/faults.js';
import { type FhirServer, startFhirServer, TEST_TOKEN } from '../support/fhir-server/start-fhir-server.js';
import { loadProjectDeck, stories } from '../support/judge-story.js';
import { type JwksServer, startJwksServer } from '../support/jwks-server.js';

const BASE_URL = 'http://127.0.0.1:3000';
const ISSUER = 'https://ehr.example.org';
const STORY = 'naive-low-igg';

let deck: Deck;
let keys: EhrKeys;
let fhir: FhirServer;
let jwks: JwksServer;
let patientId: string;

beforeAll(async () => {
  deck = loadProjectDeck();
  keys = await generateEhrKeys('ES384', 'first');
  fhir = await startFhirServer({
    grants: {
      [TEST_TOKEN]: { scope: 'user/*.read' },
      'patient-only': { scope: 'user/Patient.read' },
    },
  });
  const resources = (stories.get(STORY)?.bundle.entry ?? []).flatMap(({ resource }) => resource ?? []);
  await fhir.load(resources as FhirResource[]);
  patientId = resources.find(({ resourceType }) => resourceType === 'Patient')?.id ?? '';
}, 60_000);
beforeEach(async () => {
  jwks = await startJwksServer(keys.publicJwk);
});
afterEach(() => {
  fhir.reset();
  return jwks.close();
});
afterAll(() => fhir.close());

interface Case {
  readonly ehr?: Partial<Ehr>;
  readonly given?: Partial<Examination>;
  readonly clock?: () => number;
  readonly timeoutMs?: number;
  readonly token?: string;
}

function run({ ehr = {}, given = {}, clock = Date.now, timeoutMs = 2_000, token }: Case = {}) {
  const examined: Ehr = {
    name: 'General Hospital',
    issuer: ISSUER,
    keys: { from: 'url', jwksUrl: jwks.url },
    algorithms: ['ES384'],
    fhirBases: [fhir.baseUrl],
    replayProtection: true,
    profile: 'default',
    ...ehr,
  };
  const access = { fhirServer: fhir.baseUrl, accessToken: token ?? '', patientId };
  return examine(
    {
      ehr: examined,
      deck,
      calendar: siteCalendar('UTC')(new Date('2026-03-02T12:00:00Z')),
      baseUrl: 'https://cds.example.org',
      budgetMs: 5_000,
      ...(token !== undefined && { access }),
      ...given,
    },
    { fetch, clock, timeoutMs },
  );
}

const line = ({ area, subject, finding, mend = '' }: Check) => `${area}: ${subject}: ${finding}; ${mend}`;
const of = (state: Check['state'], checks: readonly Check[]) =>
  checks.filter((check) => check.state === state).map(line);

/** The statement's part about one type. */
function about(statement: CapabilityStatement, type: string): CapabilityStatementRestResource {
  const resource = statement.rest?.[0]?.resource?.find((candidate) => candidate.type === type);
  if (resource === undefined) throw new Error(`the test server does not offer ${type}`);
  return resource;
}

function withoutParameter(statement: CapabilityStatement, type: string, name: string): void {
  const resource = about(statement, type);
  resource.searchParam = (resource.searchParam ?? []).filter((parameter) => parameter.name !== name);
}

describe('an EHR in good health', () => {
  it('has no faults, and each search parameter of the deck is named', async () => {
    const checks = await run({ token: TEST_TOKEN });
    expect(of('fault', checks)).toEqual([]);
    const searched = checks.filter(({ area }) => area === 'search').map(({ subject }) => subject);
    expect(searched).toEqual(
      expect.arrayContaining([
        'Condition.patient',
        'Observation.patient',
        'Observation.code',
        'Observation._sort',
        'Observation._count',
        'AdverseEvent.subject',
        'Encounter.class',
        'Encounter.type',
      ]),
    );
  });

  it('has every query run once, with time and number of resources, and nothing left unchecked', async () => {
    const checks = await run({ token: TEST_TOKEN });
    const queries = checks.filter(({ area, subject }) => area === 'query' && !/^all \d/.test(subject));
    expect(queries.map(({ subject }) => subject).sort()).toEqual(
      Object.keys(deck.hooks['order-sign'].templates).sort(),
    );
    for (const { milliseconds } of queries) expect(milliseconds).toBeGreaterThanOrEqual(0);
    expect(queries.find(({ subject }) => subject === 'immunoglobulins')?.resources).toBeGreaterThan(0);
    expect(queries.find(({ subject }) => subject === 'patient')).toMatchObject({ resources: 1 });
    expect(of('ok', checks)).toContain('unchecked: order-sign: nothing, as far as was tried; ');
    expect(fhir.requests.filter(({ authorization }) => authorization !== undefined)).toHaveLength(
      queries.length,
    );
  });

  it('is asked nothing about patients without a token', async () => {
    const checks = await run();
    expect(of('fault', checks)).toEqual([]);
    expect(of('skipped', checks)).toEqual([
      expect.stringMatching(/^client token: .*--client-token-file/),
      expect.stringMatching(/^query: all: not tried; with --token-file/),
    ]);
    expect(fhir.requests).toMatchObject([{ url: '/fhir/r4/metadata', authorization: undefined }]);
  });

  it('is shown in a table of one line a check, and nothing of the patient or the token is in it', async () => {
    const checks = await run({ token: TEST_TOKEN });
    const table = checksAsTable('General Hospital', checks, (_, text) => text);
    expect(table.trim().split('\n')).toHaveLength(checks.length + 3);
    const record = JSON.stringify(stories.get(STORY)?.bundle);
    const names = [...record.matchAll(/"(?:family|birthDate|id|text)":"([^"]{4,})"/g)].map(
      ([, text]) => text ?? '',
    );
    expect(names.length).toBeGreaterThan(5);
    const told = `${table}${JSON.stringify(checks)}`;
    for (const secret of [...names, patientId, TEST_TOKEN]) expect(told).not.toContain(secret);
  });
});

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
    inject(jwks);
    const faults = of('fault', await run({ timeoutMs: 300 }));
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
    jwks.publish(keys.publicJwk, change(keys.publicJwk));
    expect(of('fault', await run())).toEqual([expect.stringMatching(words)]);
  });

  it('two keys of one kid are a note: a token is tried with each', async () => {
    jwks.publish(keys.publicJwk, keys.publicJwk);
    const checks = await run();
    expect(of('fault', checks)).toEqual([]);
    expect(of('note', checks)).toContainEqual(
      expect.stringMatching(/kid first .*has the kid of an earlier key/),
    );
  });

  it('an unregistered algorithm is a note as long as another key serves, and a fault when none does', async () => {
    const rsa = await generateEhrKeys('RS384', 'rsa');
    jwks.publish(keys.publicJwk, rsa.publicJwk);
    const both = await run();
    expect(of('fault', both)).toEqual([]);
    expect(of('note', both)).toContainEqual(expect.stringMatching(/kid rsa .*add its algorithm \(RS384\)/));
    jwks.publish(rsa.publicJwk);
    expect(of('fault', await run())).toEqual([
      expect.stringMatching(/no key can check a token signed with ES384/),
    ]);
  });

  it('a kid cannot steer the terminal', async () => {
    jwks.publish({ ...keys.publicJwk, kid: '\u001b[2Jgone' });
    expect(JSON.stringify(await run())).toContain('kid ?[2Jgone');
  });
});

describe('faults of clock and audience', () => {
  it.each([
    [-3_600_000, /clock is 3600 s ahead of this host's; tokens tolerate 60 s.*NTP/],
    [120_000, /clock is 1\d\d s behind this host's/],
  ])('a clock %i ms off is told for each server that shows it', async (off, words) => {
    const faults = of('fault', await run({ clock: () => Date.now() + off }));
    expect(faults).toEqual([expect.stringMatching(words), expect.stringMatching(words)]);
  });

  it('a BASE_URL that the EHR cannot call is named', async () => {
    const faults = of('fault', await run({ given: { baseUrl: BASE_URL } }));
    expect(faults).toEqual([expect.stringMatching(/^audience: http:\/\/127.*loopback.*set BASE_URL/)]);
  });

  const audience = 'https://cds.example.org/cds-services/ocrelizumab-order-sign';
  const sample = (claims: object = {}, now = Date.now()) =>
    keys.token({ issuer: ISSUER, audience, now, claims: { ...claims } });

  it('a sample token that holds is said to hold, also when it has expired since', async () => {
    expect(of('ok', await run({ given: { clientToken: await sample() } }))).toContain(
      'client token: sample of the EHR: holds; ',
    );
    const old = await sample({}, Date.now() - 86_400_000);
    expect(of('note', await run({ given: { clientToken: old } }))).toContainEqual(
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
    const checks = await run({ given: { clientToken } });
    expect(of('fault', checks)).toEqual([expect.stringMatching(words)]);
    expect(JSON.stringify(checks)).not.toContain(clientToken.split('.')[1]);
  });
});

describe('faults of the FHIR server', () => {
  it.each<[string, Fault, RegExp]>([
    ['a wrong base', { kind: 'status', status: 404 }, /metadata answers 404.*correct the base in fhirBases/],
    ['an error', { kind: 'status', status: 500 }, /metadata answers 500, server-error/],
    ['a redirect', { kind: 'redirect', to: 'http://127.0.0.1:1/x' }, /redirect, which is not followed/],
    [
      'a login page',
      { kind: 'body', body: '<html>', contentType: 'text/html' },
      /metadata answers 200, unreadable/,
    ],
    [
      'another resource',
      { kind: 'body', body: '{"resourceType":"Patient"}' },
      /CapabilityStatement of a FHIR server/,
    ],
    ['a hang', { kind: 'hang' }, /no answer within 300 ms/],
    ['a stall', { kind: 'stall' }, /no answer within 300 ms/],
  ])('%s at /metadata is named in one line', async (_what, fault, words) => {
    fhir.fault('CapabilityStatement', fault);
    expect(of('fault', await run({ timeoutMs: 300 }))).toEqual([expect.stringMatching(words)]);
  });

  it('a closed port is named', async () => {
    const faults = of('fault', await run({ ehr: { fhirBases: ['http://127.0.0.1:1/fhir'] } }));
    expect(faults).toEqual([expect.stringMatching(/^FHIR: http:\/\/127.0.0.1:1\/fhir: /)]);
  });

  it('one that is not reached leaves open what stays unchecked, unless a token shows it', async () => {
    const closed = { fhirBases: ['http://127.0.0.1:1/fhir'] };
    const checks = await run({ ehr: closed });
    expect(of('skipped', checks)).toContainEqual(expect.stringMatching(/^unchecked: all: nothing was tried/));
    expect(of('ok', checks)).not.toContainEqual(expect.stringMatching(/^unchecked/));
    const access = { fhirServer: 'http://127.0.0.1:1/fhir', accessToken: TEST_TOKEN, patientId };
    expect(of('note', await run({ ehr: closed, given: { access } }))).toContainEqual(
      expect.stringMatching(/^unchecked: order-sign: without prefetch: /),
    );
  });

  it.each([
    ['3.0.2', 'fault'],
    ['4.3.0', 'note'],
  ] as const)('FHIR %s is a %s', async (version, state) => {
    fhir.declare((statement) => {
      statement.fhirVersion = version as '4.0.1';
    });
    expect(of(state, await run())).toContainEqual(expect.stringContaining(`speaks FHIR ${version}`));
  });

  it.each<[string, (statement: CapabilityStatement) => void, RegExp]>([
    [
      'a missing parameter',
      (s) => withoutParameter(s, 'Observation', 'code'),
      /^search: Observation\.code: not supported; have the EHR send hepatitisB, .*as prefetch/,
    ],
    [
      'a parameter of another type',
      (s) => {
        for (const p of about(s, 'Observation').searchParam ?? []) if (p.name === 'code') p.type = 'string';
      },
      /^search: Observation\.code: not supported as in R4: declared as string, needed as token/,
    ],
    [
      'a missing type',
      (s) => {
        const [rest] = s.rest ?? [];
        if (rest) rest.resource = (rest.resource ?? []).filter(({ type }) => type !== 'AllergyIntolerance');
      },
      /^search: AllergyIntolerance: not supported: is not offered; have the EHR send allergies/,
    ],
    [
      'a type that cannot be searched',
      (s) => {
        about(s, 'Condition').interaction = [{ code: 'read' }];
      },
      /^search: Condition: not supported: it does not take "search-type"/,
    ],
    [
      'a patient that cannot be read',
      (s) => {
        about(s, 'Patient').interaction = [{ code: 'create' }];
      },
      /^search: Patient: not supported: it does not take "read"/,
    ],
  ])(
    '%s in the CapabilityStatement is named in one line, with what it leaves unchecked',
    async (_what, change, words) => {
      fhir.declare(change);
      const checks = await run();
      expect(of('fault', checks)).toEqual([expect.stringMatching(words)]);
      expect(of('note', checks)).toContainEqual(
        expect.stringMatching(/^unchecked: order-sign: without prefetch: .*card/),
      );
    },
  );

  it('a supplementary search that is missing is a note', async () => {
    fhir.declare((statement) => withoutParameter(statement, 'MedicationStatement', 'patient'));
    const checks = await run();
    expect(of('fault', checks)).toEqual([]);
    expect(of('note', checks)).toContainEqual(
      expect.stringMatching(/MedicationStatement\.patient: not supported.*supplementary/),
    );
  });
});

describe('faults of the queries', () => {
  it.each<[string, Fault, RegExp]>([
    [
      'refused',
      { kind: 'status', status: 403 },
      /^query: allergies: forbidden; ask the EHR team for the scope/,
    ],
    [
      'too busy',
      { kind: 'status', status: 429 },
      /^query: allergies: rate-limited; ask the EHR team to raise the limit/,
    ],
    ['failing', { kind: 'status', status: 500 }, /^query: allergies: server-error/],
    ['hanging', { kind: 'hang' }, /^query: allergies: timeout; .*FHIR_BUDGET_MS/],
    ['answered with a page', { kind: 'body', body: '<html>' }, /^query: allergies: unreadable/],
    [
      'led elsewhere by its next link',
      { kind: 'next-link', url: 'https://evil.example.org/' },
      /^query: allergies: more-pages.*leaves the base/,
    ],
  ])('one that is %s is named in one line, with what stays unchecked', async (_what, fault, words) => {
    fhir.fault('AllergyIntolerance', fault);
    const checks = await run({ token: TEST_TOKEN, given: { budgetMs: 1_500 } });
    expect(of('fault', checks)).toEqual([expect.stringMatching(words)]);
    expect(of('note', checks)).toContainEqual(
      expect.stringMatching(/^unchecked: order-sign: without prefetch: .*allergies/),
    );
  });

  it.each([['a token that is not known', 'stale', /^query: all \d+: unauthorized; take a fresh token/]])(
    '%s is one fault, not one for each query',
    async (_what, token, words) => {
      const checks = await run({ token });
      expect(of('fault', checks)).toEqual([expect.stringMatching(words)]);
      expect(JSON.stringify(checks)).not.toContain('"stale"');
    },
  );

  it('a token for less than the deck reads names each query that it does not cover', async () => {
    const faults = of('fault', await run({ token: 'patient-only' }));
    expect(faults).toHaveLength(Object.keys(deck.hooks['order-sign'].templates).length - 1);
    for (const each of faults) expect(each).toContain('forbidden');
  });

  it('an EHR that lends no access at all is told what that means', async () => {
    const checks = await run({ ehr: { fhirBases: [] } });
    expect(of('note', checks)).toContainEqual(
      expect.stringMatching(/fhirBases: none: .*prefetch stays unchecked/),
    );
  });
});
