import { beforeAll, describe, expect, it } from '@jest/globals';
import type { CapabilityStatement, FhirResource } from 'fhir/r4.js';
import type { Fault } from '../support/fhir-server/faults.js';
import { TEST_TOKEN } from '../support/fhir-server/start-fhir-server.js';
import { examinedEhr, of } from './examined-ehr.js';

const hospital = examinedEhr();

const withoutType = (statement: CapabilityStatement, type: string): void => {
  for (const part of statement.rest ?? [])
    part.resource = part.resource?.filter((resource) => resource.type !== type);
};
const withoutRead = (statement: CapabilityStatement): void => {
  const medication = statement.rest?.[0]?.resource?.find(({ type }) => type === 'Medication');
  if (medication) medication.interaction = [{ code: 'search-type' }];
};
const told = (checks: Parameters<typeof of>[1]) =>
  (['ok', 'note', 'fault', 'skipped'] as const).flatMap((state) =>
    of(state, checks)
      .filter((line) => line.startsWith('medication'))
      .map((line) => `${state} ${line}`),
  );

describe('reading the Medications that orders and records refer to', () => {
  it('is held against what the server declares, and said to be untried without a token', async () => {
    expect(told(await hospital.run())).toEqual([
      expect.stringMatching(/^ok medication: declared: read is supported/),
      expect.stringMatching(/^skipped medication: read: not tried; with --token-file/),
    ]);
  });

  it.each<[string, (statement: CapabilityStatement) => void]>([
    ['the type', (statement) => withoutType(statement, 'Medication')],
    ['its read', withoutRead],
  ])('that is not declared, %s, is a note: orders may carry their drug', async (_, change) => {
    hospital.fhir.declare(change);
    expect(told(await hospital.run())[0]).toMatch(
      /^note medication: declared: .*not.*; nothing, if its orders/,
    );
  });

  it('cannot be tried with a patient whose records refer to none', async () => {
    expect(told(await hospital.run({ token: TEST_TOKEN }))).toContainEqual(
      expect.stringMatching(/^skipped medication: read: not tried: no record .* refers to one; take a test/),
    );
  });

  describe('of a patient whose records refer to them', () => {
    const order = (id: string, reference: string) => ({
      resourceType: 'MedicationRequest',
      id,
      status: 'active',
      intent: 'order',
      subject: { reference: `Patient/${hospital.patientId}` },
      medicationReference: { reference },
    });
    beforeAll(() =>
      hospital.fhir.load([
        { resourceType: 'Medication', id: 'secret-1', code: { text: 'secret drug' } },
        order('o1', 'Medication/secret-1'),
        order('o2', 'Medication/secret-1'),
      ] as FhirResource[]),
    );

    it('is tried, and counted without a word of them', async () => {
      const checks = await hospital.run({ token: TEST_TOKEN });
      expect(told(checks)).toContainEqual(expect.stringMatching(/^ok medication: read: 1 read/));
      expect(JSON.stringify(checks)).not.toContain('secret');
    });

    it('counts more than what is declared', async () => {
      hospital.fhir.declare((statement) => withoutType(statement, 'Medication'));
      expect(told(await hospital.run({ token: TEST_TOKEN }))).toContainEqual(
        expect.stringMatching(/^note medication: declared: not declared; but it succeeds/),
      );
    });

    it.each<[Fault, RegExp]>([
      [{ kind: 'status', status: 403 }, /1 of 1 not read: forbidden; ask the EHR team for the scope/],
      [{ kind: 'status', status: 404 }, /1 of 1 not read: not-found; ask the EHR team/],
      [{ kind: 'body', body: '{"resourceType":"Patient"}' }, /1 of 1 not read: unreadable; /],
    ])('that fails, %j, is a fault with its mend', async (fault, words) => {
      hospital.fhir.fault('Medication', fault);
      const faults = of('fault', await hospital.run({ token: TEST_TOKEN }));
      expect(faults).toEqual([expect.stringMatching(words)]);
    });
  });
});
