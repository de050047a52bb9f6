import { describe, expect, it } from '@jest/globals';
import type { CapabilityStatement, CapabilityStatementRestResource } from 'fhir/r4.js';
import type { Fault } from '../support/fhir-server/faults.js';
import { TEST_TOKEN } from '../support/fhir-server/start-fhir-server.js';
import { deck, examinedEhr, of } from './examined-ehr.js';

const hospital = examinedEhr();

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
    hospital.fhir.fault('CapabilityStatement', fault);
    expect(of('fault', await hospital.run({ timeoutMs: 300 }))).toEqual([expect.stringMatching(words)]);
  });

  it('a closed port is named', async () => {
    const faults = of('fault', await hospital.run({ ehr: { fhirBases: ['http://127.0.0.1:1/fhir'] } }));
    expect(faults).toEqual([expect.stringMatching(/^FHIR: http:\/\/127.0.0.1:1\/fhir: /)]);
  });

  it('one that is not reached leaves open what stays unchecked, unless a token shows it', async () => {
    const closed = { fhirBases: ['http://127.0.0.1:1/fhir'] };
    const checks = await hospital.run({ ehr: closed });
    expect(of('skipped', checks)).toContainEqual(expect.stringMatching(/^unchecked: all: nothing was tried/));
    expect(of('ok', checks)).not.toContainEqual(expect.stringMatching(/^unchecked/));
    const access = {
      fhirServer: 'http://127.0.0.1:1/fhir',
      accessToken: TEST_TOKEN,
      patientId: hospital.patientId,
    };
    expect(of('note', await hospital.run({ ehr: closed, given: { access } }))).toContainEqual(
      expect.stringMatching(/^unchecked: order-sign: without prefetch: /),
    );
  });

  it.each([
    ['3.0.2', 'fault'],
    ['4.3.0', 'note'],
  ] as const)('FHIR %s is a %s', async (version, state) => {
    hospital.fhir.declare((statement) => {
      statement.fhirVersion = version as '4.0.1';
    });
    expect(of(state, await hospital.run())).toContainEqual(expect.stringContaining(`speaks FHIR ${version}`));
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
      hospital.fhir.declare(change);
      const checks = await hospital.run();
      expect(of('fault', checks)).toEqual([expect.stringMatching(words)]);
      expect(of('note', checks)).toContainEqual(
        expect.stringMatching(/^unchecked: order-sign: without prefetch: .*card/),
      );
    },
  );

  it('what it declares otherwise than it does is a note where the queries succeed', async () => {
    hospital.fhir.declare((statement) => {
      withoutParameter(statement, 'Observation', 'code');
      const [rest] = statement.rest ?? [];
      if (rest) rest.resource = (rest.resource ?? []).filter(({ type }) => type !== 'AllergyIntolerance');
    });
    const checks = await hospital.run({ token: TEST_TOKEN });
    expect(of('fault', checks)).toEqual([]);
    for (const subject of ['Observation.code', 'AllergyIntolerance'])
      expect(of('note', checks)).toContainEqual(
        expect.stringMatching(`^search: ${subject}: not declared as it is needed; but the queries`),
      );
    hospital.fhir.fault('AllergyIntolerance', { kind: 'status', status: 403 });
    expect(of('fault', await hospital.run({ token: TEST_TOKEN }))).toContainEqual(
      expect.stringMatching(/^search: AllergyIntolerance: not supported: is not offered/),
    );
  });

  it('a CapabilityStatement without types is no fault, and leaves open what stays unchecked', async () => {
    hospital.fhir.declare((statement) => {
      for (const rest of statement.rest ?? []) delete rest.resource;
    });
    const checks = await hospital.run();
    expect(of('fault', checks)).toEqual([]);
    expect(of('note', checks)).toContainEqual(
      expect.stringMatching(/^search: all: .*lists no resource types/),
    );
    expect(of('skipped', checks)).toContainEqual(expect.stringMatching(/^unchecked: all: nothing was tried/));
  });

  it('a supplementary search that is missing is a note', async () => {
    hospital.fhir.declare((statement) => withoutParameter(statement, 'MedicationStatement', 'patient'));
    const checks = await hospital.run();
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
    hospital.fhir.fault('AllergyIntolerance', fault);
    const checks = await hospital.run({ token: TEST_TOKEN, given: { budgetMs: 1_500 } });
    expect(of('fault', checks)).toEqual([expect.stringMatching(words)]);
    expect(of('note', checks)).toContainEqual(
      expect.stringMatching(/^unchecked: order-sign: without prefetch: .*allergies/),
    );
  });

  it.each([['a token that is not known', 'stale', /^query: all \d+: unauthorized; take a fresh token/]])(
    '%s is one fault, not one for each query',
    async (_what, token, words) => {
      const checks = await hospital.run({ token });
      expect(of('fault', checks)).toEqual([expect.stringMatching(words)]);
      expect(JSON.stringify(checks)).not.toContain('"stale"');
    },
  );

  it('a token for less than the deck reads names each query that it does not cover', async () => {
    const faults = of('fault', await hospital.run({ token: 'patient-only' }));
    expect(faults).toHaveLength(Object.keys(deck.hooks['order-sign'].templates).length - 1);
    for (const each of faults) expect(each).toContain('forbidden');
  });

  it('an EHR that lends no access at all is told what that means', async () => {
    const checks = await hospital.run({ ehr: { fhirBases: [] } });
    expect(of('note', checks)).toContainEqual(
      expect.stringMatching(/fhirBases: none: .*prefetch stays unchecked/),
    );
  });
});
