import { describe, expect, it } from '@jest/globals';
import { checksAsTable } from '../../src/cli/check-table.js';
import { TEST_TOKEN } from '../support/fhir-server/start-fhir-server.js';
import { stories } from '../support/judge-story.js';
import { deck, examinedEhr, of, STORY } from './examined-ehr.js';

const hospital = examinedEhr();

describe('an EHR in good health', () => {
  it('has no faults, and each search parameter of the deck is named', async () => {
    const checks = await hospital.run({ token: TEST_TOKEN });
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
    const checks = await hospital.run({ token: TEST_TOKEN });
    const queries = checks.filter(({ area, subject }) => area === 'query' && !/^all \d/.test(subject));
    expect(queries.map(({ subject }) => subject).sort()).toEqual(
      Object.keys(deck.hooks['order-sign'].templates).sort(),
    );
    for (const { milliseconds } of queries) expect(milliseconds).toBeGreaterThanOrEqual(0);
    expect(queries.find(({ subject }) => subject === 'immunoglobulins')?.resources).toBeGreaterThan(0);
    expect(queries.find(({ subject }) => subject === 'patient')).toMatchObject({ resources: 1 });
    expect(of('ok', checks)).toContain('unchecked: order-sign: nothing, as far as was tried; ');
    expect(hospital.fhir.requests.filter(({ authorization }) => authorization !== undefined)).toHaveLength(
      queries.length,
    );
  });

  it('is asked nothing about patients without a token', async () => {
    const checks = await hospital.run();
    expect(of('fault', checks)).toEqual([]);
    expect(of('skipped', checks)).toEqual([
      expect.stringMatching(/^client token: .*--client-token-file/),
      expect.stringMatching(/^query: all: not tried; with --token-file/),
      expect.stringMatching(/^medication: read: not tried; with --token-file/),
    ]);
    expect(hospital.fhir.requests).toMatchObject([{ url: '/fhir/r4/metadata', authorization: undefined }]);
  });

  it('is shown in a table of one line a check, and nothing of the patient or the token is in it', async () => {
    const checks = await hospital.run({ token: TEST_TOKEN });
    const table = checksAsTable('General Hospital', checks, (_, text) => text);
    expect(table.trim().split('\n')).toHaveLength(checks.length + 3);
    const record = JSON.stringify(stories.get(STORY)?.bundle);
    const names = [...record.matchAll(/"(?:family|birthDate|id|text)":"([^"]{4,})"/g)].map(
      ([, text]) => text ?? '',
    );
    expect(names.length).toBeGreaterThan(5);
    const told = `${table}${JSON.stringify(checks)}`;
    for (const secret of [...names, hospital.patientId, TEST_TOKEN]) expect(told).not.toContain(secret);
  });
});
