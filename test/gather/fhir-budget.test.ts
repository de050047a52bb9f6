import { getEventListeners } from 'node:events';
import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import type { Fault } from '../support/fhir-server/faults.js';
import { fetchOne, idsIn } from '../support/fhir-server/fetch-from.js';
import { observations } from '../support/fhir-server/observations.js';
import { type FhirServer, startFhirServer } from '../support/fhir-server/start-fhir-server.js';

const SEARCH = 'Observation?patient=1&_sort=-date&_count=10';
const BUDGET_MS = 150;
const TIMEOUT = { state: 'failed', failure: 'timeout' };

let server: FhirServer;

beforeAll(async () => {
  server = await startFhirServer();
  await server.load(observations('1', 15));
});

afterEach(() => server.reset());
afterAll(() => server.close());

async function timed<T>(work: Promise<T>): Promise<{ result: T; ms: number }> {
  const started = performance.now();
  const result = await work;
  return { result, ms: performance.now() - started };
}

describe('the time budget', () => {
  it.each<[string, Fault]>([
    ['never answers', { kind: 'hang' }],
    ['stops in the middle of its answer', { kind: 'stall' }],
    ['answers late', { kind: 'slow', ms: 2_000 }],
  ])('ends the wait for a server that %s', async (_, fault) => {
    server.fault('Observation', fault);
    const { result, ms } = await timed(fetchOne(server.baseUrl, SEARCH, { limits: { budgetMs: BUDGET_MS } }));
    expect(result).toEqual(TIMEOUT);
    expect(ms).toBeGreaterThan(BUDGET_MS / 2);
    expect(ms).toBeLessThan(BUDGET_MS + 200);
  });

  it('is one for all pages', async () => {
    server.fault('Observation', { kind: 'slow', ms: 100 });
    const found = await fetchOne(server.baseUrl, SEARCH, { limits: { budgetMs: BUDGET_MS } });
    expect(found).toMatchObject({ state: 'incomplete', failure: 'timeout' });
    expect(idsIn(found)).toHaveLength(10);
  });

  it('that is spent makes no call', async () => {
    expect(await fetchOne(server.baseUrl, SEARCH, { limits: { budgetMs: 0 } })).toEqual(TIMEOUT);
    expect(server.requests).toEqual([]);
  });
});

describe('the EHR hanging up', () => {
  it('ends the wait at once', async () => {
    server.fault('Observation', { kind: 'hang' });
    const call = new AbortController();
    setTimeout(() => call.abort(), 50);
    const { result, ms } = await timed(fetchOne(server.baseUrl, SEARCH, { disconnect: call.signal }));
    expect(result).toEqual(TIMEOUT);
    expect(ms).toBeLessThan(1_000);
  });

  it('is no longer listened for once all is fetched', async () => {
    const call = new AbortController();
    await fetchOne(server.baseUrl, SEARCH, { disconnect: call.signal });
    expect(getEventListeners(call.signal, 'abort')).toEqual([]);
  });

  it('before the fetch makes no call', async () => {
    expect(await fetchOne(server.baseUrl, SEARCH, { disconnect: AbortSignal.abort() })).toEqual(TIMEOUT);
    expect(server.requests).toEqual([]);
  });
});

describe('Retry-After', () => {
  const busy = (retryAfter: string, times?: number, status = 429): Fault => ({
    kind: 'status',
    status,
    headers: { 'retry-after': retryAfter },
    ...(times !== undefined && { times }),
  });

  it.each([
    ['429', busy('1', 1)],
    ['503', busy('1', 1, 503)],
  ])('of a %s is honoured when it fits in the budget', async (_, fault) => {
    server.fault('Observation', fault);
    const { result, ms } = await timed(fetchOne(server.baseUrl, SEARCH));
    expect(result).toMatchObject({ state: 'supplied' });
    expect(ms).toBeGreaterThan(500);
  });

  it('as a date is honoured too', async () => {
    server.fault('Observation', busy('Wed, 21 Oct 2015 07:28:00 GMT', 1));
    expect(await fetchOne(server.baseUrl, SEARCH)).toMatchObject({ state: 'supplied' });
  });

  it.each([
    ['is longer than the time left', '3'],
    ['is a date after the time left', 'Wed, 21 Oct 2099 07:28:00 GMT'],
    ['says nothing readable', 'soon'],
  ])('that %s ends the key at once', async (_, retryAfter) => {
    server.fault('Observation', busy(retryAfter));
    const { result, ms } = await timed(fetchOne(server.baseUrl, SEARCH, { limits: { budgetMs: 2_000 } }));
    expect(result).toEqual({ state: 'failed', failure: 'rate-limited' });
    expect(ms).toBeLessThan(1_000);
    expect(server.requests).toHaveLength(1);
  });

  it('is honoured once: a server that stays busy is left alone', async () => {
    server.fault('Observation', busy('0'));
    expect(await fetchOne(server.baseUrl, SEARCH)).toEqual({ state: 'failed', failure: 'rate-limited' });
    expect(server.requests).toHaveLength(2);
  });
});
