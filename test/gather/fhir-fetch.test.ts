import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import type { OperationOutcome } from 'fhir/r4.js';
import { type FetchLimits, fetchMissing } from '../../src/gather/fhir-fetch.js';
import type { PrefetchOutcome } from '../../src/gather/prefetch-outcome.js';
import type { Fault } from '../support/fhir-server/faults.js';
import { fetchOne, idsIn, WIDE_LIMITS } from '../support/fhir-server/fetch-from.js';
import { observations } from '../support/fhir-server/observations.js';
import { type FhirServer, startFhirServer, TEST_TOKEN } from '../support/fhir-server/start-fhir-server.js';

const SEARCH = 'Observation?patient=1&code=http://loinc.org|2465-3&_sort=-date';
const HTML = '<!doctype html><title>HTTP Status 500</title>';

let server: FhirServer;

beforeAll(async () => {
  server = await startFhirServer({
    grants: { [TEST_TOKEN]: { scope: 'user/*.read' }, narrow: { scope: 'patient/Patient.rs' } },
  });
  await server.load([
    { resourceType: 'Patient', id: '1' },
    { resourceType: 'Patient', id: '2' },
    ...observations('1', 3),
  ]);
});

afterEach(() => server.reset());
afterAll(() => server.close());

const body = (json: unknown): Fault => ({ kind: 'body', body: JSON.stringify(json) });
const status = (code: number): Fault => ({ kind: 'status', status: code });
const searchset = (...entry: unknown[]) => body({ resourceType: 'Bundle', type: 'searchset', entry });
const outcome = (severity: OperationOutcome['issue'][number]['severity']) => ({
  resource: { resourceType: 'OperationOutcome', issue: [{ severity, code: 'processing' }] },
  search: { mode: 'outcome' },
});
const [observation] = observations('1', 1);

describe('what the FHIR server holds', () => {
  it('is supplied by a search, as the server sent it and frozen to the leaves', async () => {
    const found = await fetchOne(server.baseUrl, SEARCH);
    expect(found).toMatchObject({ state: 'supplied', resources: observations('1', 3) });
    const [first] = found?.state === 'supplied' ? found.resources : [];
    expect(first?.resourceType === 'Observation' && Object.isFrozen(first.code.coding?.[0])).toBe(true);
  });

  it('is supplied by a read', async () => {
    expect(await fetchOne(server.baseUrl, 'Patient/1')).toMatchObject({
      state: 'supplied',
      resources: [{ resourceType: 'Patient', id: '1' }],
    });
  });

  it('is known to be nothing when the search found nothing', async () => {
    expect(await fetchOne(server.baseUrl, 'Observation?patient=2')).toEqual({ state: 'known-empty' });
  });

  it('is asked for as FHIR JSON, with the lent token, its tokens encoded', async () => {
    await fetchOne(server.baseUrl, SEARCH);
    expect(server.requests).toEqual([
      {
        url: '/fhir/r4/Observation?patient=1&code=http://loinc.org%7C2465-3&_sort=-date',
        authorization: `Bearer ${TEST_TOKEN}`,
        accept: 'application/fhir+json',
      },
    ]);
  });

  it('is fetched the same when the base ends in a slash', async () => {
    expect(idsIn(await fetchOne(`${server.baseUrl}/`, SEARCH))).toEqual(['o0', 'o1', 'o2']);
    expect(server.requests[0]?.url).toMatch(/^\/fhir\/r4\/Observation\?/);
  });
});

describe('a search that failed is never "none": it', () => {
  it.each<[string, Fault, PrefetchOutcome]>([
    ['answers 400', status(400), { state: 'failed', failure: 'operation-outcome' }],
    ['answers 401', status(401), { state: 'failed', failure: 'unauthorized' }],
    ['answers 403', status(403), { state: 'failed', failure: 'forbidden' }],
    ['answers 404', status(404), { state: 'failed', failure: 'not-found' }],
    ['answers 410', status(410), { state: 'failed', failure: 'not-found' }],
    ['answers 429', status(429), { state: 'failed', failure: 'rate-limited' }],
    ['answers 500', status(500), { state: 'failed', failure: 'server-error' }],
    ['answers 503', status(503), { state: 'failed', failure: 'server-error' }],
    ['answers 204 with nothing', status(204), { state: 'failed', failure: 'unreadable' }],
    [
      'sends HTML',
      { kind: 'body', body: HTML, contentType: 'text/html' },
      { state: 'failed', failure: 'unreadable' },
    ],
    ['sends HTML as JSON', { kind: 'body', body: HTML }, { state: 'failed', failure: 'unreadable' }],
    [
      'sends truncated JSON',
      { kind: 'body', body: '{"resourceType":"Bundle","en' },
      { state: 'failed', failure: 'unreadable' },
    ],
    ['breaks off', { kind: 'break-off' }, { state: 'failed', failure: 'unreadable' }],
    ['sends a string', body('none'), { state: 'failed', failure: 'unreadable' }],
    [
      'sends nesting without end',
      { kind: 'body', body: `{"resourceType":"Bundle","x":${'['.repeat(100_000)}${']'.repeat(100_000)}}` },
      { state: 'failed', failure: 'unreadable' },
    ],
    ['sends null', body(null), { state: 'failed', failure: 'unreadable' }],
    ['sends a list', body([]), { state: 'failed', failure: 'unreadable' }],
    ['sends no resourceType', body({ entry: [] }), { state: 'failed', failure: 'unreadable' }],
    ['sends one resource instead of a Bundle', body(observation), { state: 'failed', failure: 'unreadable' }],
    [
      'sends a Bundle that is no search result',
      body({ resourceType: 'Bundle', type: 'collection' }),
      { state: 'failed', failure: 'unreadable' },
    ],
    [
      'sends entries that are no list',
      body({ resourceType: 'Bundle', type: 'searchset', entry: {} }),
      { state: 'failed', failure: 'unreadable' },
    ],
    [
      'sends links that are no list',
      body({ resourceType: 'Bundle', type: 'searchset', link: 'next' }),
      { state: 'failed', failure: 'unreadable' },
    ],
    [
      'sends an entry without a resource',
      searchset({ fullUrl: 'urn:uuid:1' }),
      { state: 'failed', failure: 'unreadable' },
    ],
    [
      'sends resources of another type',
      searchset({ resource: { resourceType: 'Condition', id: '1' } }),
      { state: 'failed', failure: 'unreadable' },
    ],
    [
      'sends an OperationOutcome with 200',
      body(outcome('error').resource),
      { state: 'failed', failure: 'operation-outcome' },
    ],
    [
      'counts matches it does not send',
      body({ resourceType: 'Bundle', type: 'searchset', total: 4 }),
      { state: 'failed', failure: 'more-pages' },
    ],
    [
      'names a next page without an address',
      body({ resourceType: 'Bundle', type: 'searchset', link: [{ relation: 'next' }] }),
      { state: 'failed', failure: 'more-pages' },
    ],
  ])('%s', async (_, fault, expected) => {
    server.fault('Observation', fault);
    expect(await fetchOne(server.baseUrl, SEARCH)).toEqual(expected);
  });

  it('is refused by scope', async () => {
    const access = { accessToken: 'narrow' };
    expect(await fetchOne(server.baseUrl, SEARCH, { access })).toEqual({
      state: 'failed',
      failure: 'forbidden',
    });
    expect(await fetchOne(server.baseUrl, 'Patient/1', { access })).toMatchObject({ state: 'supplied' });
  });

  it('names a parameter the server does not know', async () => {
    expect(await fetchOne(server.baseUrl, 'Observation?patient=1&sort:desc=date')).toEqual({
      state: 'failed',
      failure: 'operation-outcome',
    });
  });

  it('finds nobody listening', async () => {
    expect(await fetchOne('http://127.0.0.1:1/fhir', SEARCH)).toEqual({
      state: 'failed',
      failure: 'unreachable',
    });
  });

  it('has a token that is no header value', async () => {
    const access = { accessToken: 'token\r\nx-injected: 1' };
    expect(await fetchOne(server.baseUrl, SEARCH, { access })).toEqual({
      state: 'failed',
      failure: 'unreachable',
    });
    expect(server.requests).toEqual([]);
  });
});

describe('an OperationOutcome among the entries', () => {
  it.each(['warning', 'information'] as const)(
    'of severity %s alone is how Epic says "none"',
    async (severity) => {
      server.fault('Observation', searchset(outcome(severity)));
      expect(await fetchOne(server.baseUrl, SEARCH)).toEqual({ state: 'known-empty' });
    },
  );

  it('of severity warning beside a match changes nothing', async () => {
    server.fault('Observation', searchset({ resource: observation }, outcome('warning')));
    expect(await fetchOne(server.baseUrl, SEARCH)).toEqual({ state: 'supplied', resources: [observation] });
  });

  it.each(['error', 'fatal'] as const)('of severity %s makes the result incomplete', async (severity) => {
    server.fault('Observation', searchset({ resource: observation }, outcome(severity)));
    expect(await fetchOne(server.baseUrl, SEARCH)).toEqual({
      state: 'incomplete',
      resources: [observation],
      failure: 'operation-outcome',
    });
  });

  it.each([
    ['of severity error alone', outcome('error')],
    ['without an issue', { resource: { resourceType: 'OperationOutcome', issue: [] } }],
    ['with an issue that is null', { resource: { resourceType: 'OperationOutcome', issue: [null] } }],
  ])('%s is a failure', async (_, entry) => {
    server.fault('Observation', searchset(entry));
    expect(await fetchOne(server.baseUrl, SEARCH)).toEqual({ state: 'failed', failure: 'operation-outcome' });
  });
});

describe('resources the server includes', () => {
  it('are supplied with the matches, even under the same id', async () => {
    const included = { resource: { resourceType: 'Specimen', id: 'o0' }, search: { mode: 'include' } };
    server.fault('Observation', searchset({ resource: observation }, included));
    expect(await fetchOne(server.baseUrl, SEARCH)).toEqual({
      state: 'supplied',
      resources: [observation, included.resource],
    });
  });
});

describe('a read', () => {
  it.each<[string, Fault, PrefetchOutcome]>([
    [
      'of another type',
      body({ resourceType: 'Person', id: '1' }),
      { state: 'failed', failure: 'unreadable' },
    ],
    [
      'of another patient',
      body({ resourceType: 'Patient', id: '2' }),
      { state: 'failed', failure: 'unreadable' },
    ],
    ['of an error', body(outcome('error').resource), { state: 'failed', failure: 'operation-outcome' }],
    ['of a deleted resource', status(410), { state: 'failed', failure: 'not-found' }],
  ])('%s is a failure', async (_, fault, expected) => {
    server.fault('Patient', fault);
    expect(await fetchOne(server.baseUrl, 'Patient/1')).toEqual(expected);
  });

  it('knows its resource by an id that had to be encoded', async () => {
    server.fault('Patient', body({ resourceType: 'Patient', id: 'hospital:1' }));
    expect(await fetchOne(server.baseUrl, 'Patient/hospital%3A1')).toMatchObject({ state: 'supplied' });
  });

  it('of what is not there is a failure, not "none"', async () => {
    expect(await fetchOne(server.baseUrl, 'Patient/9')).toEqual({ state: 'failed', failure: 'not-found' });
  });
});

describe('several keys', () => {
  const fetchKeys = (queries: Record<string, string>, limits: Partial<FetchLimits> = {}) =>
    fetchMissing(
      queries,
      { fhirServer: server.baseUrl, accessToken: TEST_TOKEN },
      { fetch, clock: Date.now },
      { ...WIDE_LIMITS, ...limits },
      new AbortController().signal,
    );

  it('have an outcome each: one failure takes nothing from the others', async () => {
    server.fault('Condition', status(403));
    expect(
      await fetchKeys({
        patient: 'Patient/1',
        labs: SEARCH,
        conditions: 'Condition?patient=1',
        drugs: 'MedicationRequest?patient=1',
      }),
    ).toMatchObject({
      patient: { state: 'supplied' },
      labs: { state: 'supplied' },
      conditions: { state: 'failed', failure: 'forbidden' },
      drugs: { state: 'known-empty' },
    });
  });

  it('are asked for at the same time, not one after another', async () => {
    const types = ['Condition', 'Observation', 'Immunization', 'MedicationRequest', 'AllergyIntolerance'];
    for (const type of types) server.fault(type, { kind: 'hang' });
    await fetchKeys(Object.fromEntries(types.map((type) => [type, `${type}?patient=1`])), { budgetMs: 300 });
    expect(server.requests).toHaveLength(types.length);
  });

  it('that are none need no call', async () => {
    expect(await fetchKeys({})).toEqual({});
    expect(server.requests).toEqual([]);
  });
});
