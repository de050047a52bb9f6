import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { gzipSync } from 'node:zlib';
import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import type { Observation } from 'fhir/r4.js';
import nock from 'nock';
import { fetchOne, idsIn } from '../support/fhir-server/fetch-from.js';
import { observations } from '../support/fhir-server/observations.js';
import { type FhirServer, startFhirServer, TEST_TOKEN } from '../support/fhir-server/start-fhir-server.js';

const SEARCH = 'Observation?patient=1&_sort=-date&_count=10';
const CHART = observations('1', 45);
const ids = (resources: readonly Observation[]) => resources.map(({ id }) => id);

let server: FhirServer;

beforeAll(async () => {
  server = await startFhirServer();
  await server.load(CHART);
});

afterEach(() => {
  server.reset();
  nock.cleanAll();
});

afterAll(async () => {
  nock.restore();
  await server.close();
});

describe('a search of several pages', () => {
  it('is read to the last page, in the order of the server', async () => {
    const found = await fetchOne(server.baseUrl, SEARCH);
    expect(found?.state).toBe('supplied');
    expect(idsIn(found)).toEqual(ids(CHART));
    expect(server.requests).toHaveLength(5);
  });

  it('sends the token with every page', async () => {
    await fetchOne(server.baseUrl, SEARCH);
    expect(server.requests.map(({ authorization }) => authorization)).toEqual(
      Array.from({ length: 5 }, () => `Bearer ${TEST_TOKEN}`),
    );
  });

  it('is complete whatever the size of its pages', async () => {
    await fc.assert(
      fc.asyncProperty(fc.integer({ min: 5, max: 60 }), async (count) => {
        const found = await fetchOne(server.baseUrl, `Observation?patient=1&_sort=-date&_count=${count}`);
        expect(found?.state).toBe('supplied');
        expect(idsIn(found)).toEqual(ids(CHART));
      }),
      { numRuns: 15 },
    );
  });
});

describe('a cap that is reached makes the key incomplete, never complete:', () => {
  it.each([
    ['pages', { maxPages: 2 }, 20, 2],
    ['resources, at the end of a page', { maxResources: 20 }, 20, 3],
    ['resources, in the middle of a page', { maxResources: 25 }, 25, 3],
    ['bytes, over all pages together', { maxBytes: 10_000 }, 20, 3],
  ])('%s', async (_, limits, resources, calls) => {
    const found = await fetchOne(server.baseUrl, SEARCH, { limits });
    expect(found).toMatchObject({ state: 'incomplete', failure: 'too-much' });
    expect(idsIn(found)).toEqual(ids(CHART.slice(0, resources)));
    expect(server.requests).toHaveLength(calls);
  });

  it('a next link that never ends', async () => {
    server.fault('Observation', { kind: 'endless-next' });
    const found = await fetchOne(server.baseUrl, SEARCH);
    expect(found).toMatchObject({ state: 'incomplete', failure: 'too-much' });
    expect(idsIn(found)).toEqual(ids(CHART.slice(0, 10)));
    expect(server.requests).toHaveLength(10);
  });

  it('a body larger than the cap, of which nothing is usable', async () => {
    const limits = { maxBytes: 1_000 };
    expect(await fetchOne(server.baseUrl, SEARCH, { limits })).toEqual({
      state: 'failed',
      failure: 'too-much',
    });
  });

  it('but caps that exactly hold the result are not reached', async () => {
    const limits = { maxPages: 5, maxResources: 45 };
    expect(await fetchOne(server.baseUrl, SEARCH, { limits })).toMatchObject({ state: 'supplied' });
  });
});

describe('a body without end', () => {
  it('is cut off at the cap, well before the time is up', async () => {
    server.fault('Observation', { kind: 'flood' });
    const limits = { maxBytes: 200_000 };
    expect(await fetchOne(server.baseUrl, SEARCH, { limits })).toEqual({
      state: 'failed',
      failure: 'too-much',
    });
    expect(await fetchOne(server.baseUrl, 'Patient/1', { limits })).toEqual({
      state: 'failed',
      failure: 'not-found',
    });
  });
});

describe('a compressed bomb', () => {
  it('is cut off by its decompressed size', async () => {
    const bomb = createServer((_, response) => {
      const body = gzipSync(`{"resourceType":"Bundle","type":"searchset"${' '.repeat(5_000_000)}}`);
      response.writeHead(200, { 'content-encoding': 'gzip' }).end(body);
    });
    await new Promise<void>((listening) => bomb.listen(0, '127.0.0.1', listening));
    const base = `http://127.0.0.1:${(bomb.address() as AddressInfo).port}`;
    const outcomes = [
      await fetchOne(base, SEARCH, { limits: { maxBytes: 100_000 } }),
      await fetchOne(base, SEARCH, { limits: { maxBytes: 6_000_000 } }),
    ];
    bomb.closeAllConnections();
    await new Promise((closed) => bomb.close(closed));
    expect(outcomes).toEqual([{ state: 'failed', failure: 'too-much' }, { state: 'known-empty' }]);
  });
});

describe('a page that fails', () => {
  it.each([
    ['token expired', 401, 'unauthorized'],
    ['server error', 500, 'server-error'],
    ['cursor gone', 410, 'not-found'],
  ] as const)('leaves what was read, as incomplete (%s)', async (_, status, failure) => {
    // The real server cannot fail between two pages of one search.
    const [first, second] = CHART;
    nock('https://ehr.example.org')
      .get('/fhir/Observation?patient=1')
      .reply(200, page([first, second], 'https://ehr.example.org/fhir?_getpages=2'))
      .get('/fhir?_getpages=2')
      .reply(status);
    expect(await fetchOne('https://ehr.example.org/fhir', 'Observation?patient=1')).toEqual({
      state: 'incomplete',
      resources: [first, second],
      failure,
    });
  });
});

describe('pages that overlap', () => {
  const [a, b, c] = CHART;

  const fetchPages = async (total: number | undefined, ...entries: (Observation | undefined)[][]) => {
    entries.forEach((entry, index) => {
      const next = index + 1 < entries.length ? `Observation?page=${index + 1}` : undefined;
      nock('https://ehr.example.org')
        .get(index === 0 ? '/fhir/Observation?patient=1' : `/fhir/Observation?page=${index}`)
        .reply(200, { ...page(entry, next), ...(total !== undefined && { total }) });
    });
    return fetchOne('https://ehr.example.org/fhir', 'Observation?patient=1');
  };

  it('count each resource once', async () => {
    expect(await fetchPages(3, [a, b], [b, c])).toEqual({ state: 'supplied', resources: [a, b, c] });
  });

  it('are incomplete if one came twice and another was lost', async () => {
    expect(await fetchPages(3, [a, b], [b])).toEqual({
      state: 'incomplete',
      resources: [a, b],
      failure: 'more-pages',
    });
  });

  it('may hold resources without any id, each of which counts', async () => {
    const anonymous: Observation = { resourceType: 'Observation', status: 'final', code: {} };
    expect(await fetchPages(undefined, [a, anonymous], [anonymous, a])).toEqual({
      state: 'supplied',
      resources: [a, anonymous, anonymous],
    });
  });

  it('may hold ids that are no strings, which tell nothing apart', async () => {
    const [odd, even] = [1, 1].map((id) => ({ ...CHART[0], id }) as unknown as Observation);
    expect(await fetchPages(undefined, [odd, even])).toEqual({ state: 'supplied', resources: [odd, even] });
  });

  it('may be empty before the last', async () => {
    expect(await fetchPages(undefined, [a], [], [b])).toEqual({ state: 'supplied', resources: [a, b] });
  });
});

function page(entries: readonly (Observation | undefined)[], next: string | undefined) {
  return {
    resourceType: 'Bundle',
    type: 'searchset',
    entry: entries.map((resource) => ({ resource })),
    link: next === undefined ? [] : [{ relation: 'next', url: next }],
  };
}
