import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { Bundle, Observation } from 'fhir/r4.js';
import { type FhirServer, startFhirServer } from '../support/fhir-server/start-fhir-server.js';

const NOON = Date.parse('2026-11-23T12:00:00Z');

/** Newest last as text, newest first as instants: 23:00-05:00 is after 02:00Z the next day. */
const observations: Observation[] = [
  ['early', '1', '2026-10-01', '2465-3'],
  ['evening-in-new-york', '1', '2026-10-03T23:00:00-05:00', '2465-3'],
  ['night-in-london', '1', '2026-10-04T02:00:00Z', '2465-3'],
  ['other-code', '1', '2026-10-02', '2458-8'],
  ['other-patient', '2', '2026-10-02', '2465-3'],
].map(([id = '', patient, effectiveDateTime = '', code = '']) => ({
  resourceType: 'Observation',
  id,
  status: 'final',
  subject: { reference: `Patient/${patient}` },
  code: { coding: [{ system: 'http://loinc.org', code }] },
  effectiveDateTime,
}));

let server: FhirServer;

beforeAll(async () => {
  server = await startFhirServer({
    clock: () => NOON,
    grants: {
      everything: { scope: 'user/*.read' },
      version2: { scope: 'patient/Observation.rs' },
      searchOnly: { scope: 'patient/Observation.s' },
      patientsOnly: { scope: 'patient/Patient.read' },
      expired: { scope: 'user/*.read', expiresAt: NOON - 1 },
    },
  });
  await server.load([{ resourceType: 'Patient', id: '1' }, ...observations]);
});

afterAll(() => server.close());

const get = (query: string, token?: string) =>
  fetch(
    `${server.baseUrl}/${query}`,
    token === undefined ? {} : { headers: { authorization: `Bearer ${token}` } },
  );

const idsOf = async (query: string): Promise<(string | undefined)[]> => {
  const bundle = (await (await get(query, 'everything')).json()) as Bundle;
  return (bundle.entry ?? []).map(({ resource }) => resource?.id);
};

describe('the FHIR server of the tests', () => {
  it.each([
    [
      'a bare patient id',
      'Observation?patient=1&_sort=date',
      ['early', 'other-code', 'night-in-london', 'evening-in-new-york'],
    ],
    ['a full patient reference', 'Observation?subject=Patient/2', ['other-patient']],
    [
      'two patients',
      'Observation?patient=1,2&code=2465-3&_sort=date&date=lt2026-10-03',
      ['early', 'other-patient'],
    ],
    ['a code with its system', 'Observation?patient=1&code=http://loinc.org|2458-8', ['other-code']],
    [
      'codes joined by "or"',
      'Observation?patient=1&code=2458-8,2465-3&date=le2026-10-02&_sort=-date',
      ['other-code', 'early'],
    ],
    [
      'dates',
      'Observation?patient=1&date=ge2026-10-03&_sort=-date',
      ['evening-in-new-york', 'night-in-london'],
    ],
    ['an id', 'Patient?_id=1', ['1']],
    ['an unknown patient', 'Observation?patient=3', []],
  ])('searches by %s', async (_, query, ids) => {
    expect(await idsOf(query)).toEqual(ids);
  });

  it.each([
    ['no token', 'Patient/1', undefined, 401],
    ['an unknown token', 'Patient/1', 'forged', 401],
    ['an expired token', 'Patient/1', 'expired', 401],
    ['a scope for another type', 'Observation/early', 'patientsOnly', 403],
    ['a scope that may search but not read', 'Observation/early', 'searchOnly', 403],
    ['a SMART 1 scope', 'Patient/1', 'patientsOnly', 200],
    ['a SMART 2 scope', 'Observation/early', 'version2', 200],
    ['an unknown resource', 'Patient/9', 'everything', 404],
    ['an unknown resource type', 'Patientt?_id=1', 'everything', 404],
    ['an unknown search parameter', 'Observation?patinet=1', 'everything', 400],
    ['a date that is only a year', 'Observation?patient=1&date=ge2026', 'everything', 400],
  ])('answers %s (%s) as an EHR does', async (_, query, token, status) => {
    expect((await get(query, token)).status).toBe(status);
  });

  it('finds by patient what was loaded with urn:uuid references, as Synthea writes them', async () => {
    const id = '5cbc121b-cd71-4428-b8b7-31e53eba8184';
    await server.load([
      { resourceType: 'Patient', id },
      { resourceType: 'Condition', id: 'ms', subject: { reference: `urn:uuid:${id}` } },
    ]);
    expect(await idsOf(`Condition?patient=${id}`)).toEqual(['ms']);
  });

  it('links pages of _count entries until the last, and counts only when asked', async () => {
    const first = (await (
      await get('Observation?patient=1&_count=3&_sort=date', 'everything')
    ).json()) as Bundle;
    expect(first.entry).toHaveLength(3);
    expect(first).not.toHaveProperty('total');
    const next = first.link?.find(({ relation }) => relation === 'next')?.url ?? '';
    const last = (await (
      await fetch(`${next}&_total=accurate`, { headers: { authorization: 'Bearer everything' } })
    ).json()) as Bundle;
    expect(last).toMatchObject({ total: 4, link: [], entry: [{ resource: { id: 'evening-in-new-york' } }] });
  });
});
