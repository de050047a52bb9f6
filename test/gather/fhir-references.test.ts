import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { readReferences } from '../../src/gather/fhir-fetch.js';
import { WIDE_LIMITS } from '../support/fhir-server/fetch-from.js';
import { type FhirServer, startFhirServer, TEST_TOKEN } from '../support/fhir-server/start-fhir-server.js';

const RXNORM = 'http://www.nlm.nih.gov/research/umls/rxnorm';

let server: FhirServer;

beforeAll(async () => {
  server = await startFhirServer();
  await server.load(
    ['m1', 'm2'].map((id) => ({
      resourceType: 'Medication',
      id,
      code: { coding: [{ system: RXNORM, code: id }] },
    })),
  );
});

afterEach(() => server.reset());
afterAll(() => server.close());

const readAll = (...references: string[]) =>
  readReferences(
    references,
    { fhirServer: server.baseUrl, accessToken: TEST_TOKEN },
    { fetch, clock: Date.now },
    WIDE_LIMITS,
    new AbortController().signal,
  );

const supplied = (id: string) =>
  expect.objectContaining({ state: 'supplied', resources: [expect.objectContaining({ id })] });

describe('references that an order carries instead of the drug', () => {
  it('are read, each with its own outcome', async () => {
    expect(await readAll('Medication/m1', 'Medication/m2', 'Medication/m3')).toEqual({
      'Medication/m1': supplied('m1'),
      'Medication/m2': supplied('m2'),
      'Medication/m3': { state: 'failed', failure: 'not-found' },
    });
  });

  it('are read where they are absolute on the base of the EHR, as Epic sends them', async () => {
    const reference = `${server.baseUrl}/Medication/m1`;
    expect(await readAll(reference)).toEqual({ [reference]: supplied('m1') });
  });

  it('are read as they are now where they name a version', async () => {
    expect(await readAll('Medication/m1/_history/3')).toEqual({ 'Medication/m1/_history/3': supplied('m1') });
    expect(server.requests.map(({ url }) => url)).toEqual(['/fhir/r4/Medication/m1']);
  });

  it('are read once however often they are named', async () => {
    await readAll('Medication/m1', 'Medication/m1');
    expect(server.requests).toHaveLength(1);
  });

  it.each([
    'https://elsewhere.example/fhir/Medication/m1',
    'http://127.0.0.1@elsewhere.example/Medication/m1',
    '#contained',
    'urn:uuid:1b7bd2a4-9ad2-4ff6-bd0b-47fbb4a9ab33',
    'Medication?code=1',
    'Medication/../Patient',
    'Medication',
    '',
  ])('"%s" lead nowhere the token may go', async (reference) => {
    expect(await readAll(reference)).toEqual({ [reference]: { state: 'failed', failure: 'unreachable' } });
    expect(server.requests).toEqual([]);
  });

  it('beyond fifty are not read, and say so', async () => {
    const outcomes = await readAll(...Array.from({ length: 60 }, (_, index) => `Medication/x${index}`));
    expect(server.requests).toHaveLength(50);
    expect(outcomes['Medication/x59']).toEqual({ state: 'failed', failure: 'too-much' });
  });

  it('carry the token only to the EHR, and fail one by one', async () => {
    server.fault('Medication', { kind: 'status', status: 403, times: 1 });
    const outcomes = await readAll('Medication/m1', 'Medication/m2');
    expect(
      Object.values(outcomes)
        .map(({ state }) => state)
        .sort(),
    ).toEqual(['failed', 'supplied']);
  });
});
