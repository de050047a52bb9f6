import { describe, expect, it } from '@jest/globals';
import type { FhirResource } from 'fhir/r4.js';
import { prefetchFromBundle } from '../../src/gather/from-bundle.js';
import type { HookRequest } from '../../src/request/hook-request.js';
import { bundleOf, patient } from '../support/case-record.js';
import { TODAY } from '../support/case-terms.js';
import { judgeOn, loadProjectDeck } from '../support/judge-story.js';

/*
 * A text or a record made to be slow must not hold up everybody's calls. What took minutes before it was
 * mended takes milliseconds since, so the bound may be generous; nothing interrupts a test that does not wait.
 */
const MOST_MS = 4000;
const deck = loadProjectDeck();
const subject = { reference: 'Patient/case' };
const loinc = (code: string) => ({ coding: [{ system: 'http://loinc.org', code }] });
const day = (index: number) => new Date(Date.UTC(2010, 0, 1 + index)).toISOString();
const many = (count: number, resource: (index: number) => object): readonly FhirResource[] =>
  Array.from({ length: count }, (_, index) => ({ id: `r${index}`, ...resource(index) }) as FhirResource);

function topicsOf(records: readonly FhirResource[], orders: readonly FhirResource[] = []): readonly string[] {
  const request = {
    hook: 'order-sign',
    hookInstance: '5a1f0c7e-5a0a-4c3c-9a39-2a6f8b0e7d11',
    context: {
      userId: 'Practitioner/p1',
      patientId: 'case',
      draftOrders: bundleOf([
        ...many(1, () => ({
          resourceType: 'MedicationRequest',
          status: 'draft',
          subject,
          medicationCodeableConcept: { text: 'Ocrevus' },
        })),
        ...orders,
      ]),
    },
    prefetch: prefetchFromBundle(
      bundleOf([patient(), ...records]),
      deck.hooks['order-sign'].templates,
      'case',
    ),
  } as unknown as HookRequest;
  const began = performance.now();
  const { cards } = judgeOn(deck, request, TODAY);
  expect(performance.now() - began).toBeLessThan(MOST_MS);
  return cards.map(({ source }) => source.topic.code ?? '');
}

describe('a text that is made to be slow', () => {
  it.each([
    '1',
    '1,',
    ' ',
    '- \n',
    'w',
    'no anaphylaxis, ',
    'no ',
    'over ',
    '300 mg ',
    'every 2 weeks x ',
    'diphenhydramine ',
    'denies anaphylaxis. ',
  ])('is read in every place of a record, like any other: "%s" over and over', (part) => {
    const text = part.repeat(20_000 / part.length);
    const records = [
      {
        resourceType: 'AllergyIntolerance',
        patient: subject,
        code: { text: 'Ocrevus' },
        note: [{ text }],
        reaction: [{ description: text, manifestation: [{ text }] }],
      },
      { resourceType: 'AdverseEvent', subject, actuality: 'actual', event: { text } },
      {
        resourceType: 'Condition',
        subject,
        code: { text },
        note: [{ text }],
        evidence: [{ detail: [{ display: text }] }],
      },
      {
        resourceType: 'Observation',
        subject,
        status: 'final',
        code: loinc('5196-1'),
        effectiveDateTime: TODAY,
        valueString: text,
        interpretation: [{ text }],
      },
      {
        resourceType: 'Observation',
        subject,
        status: 'final',
        code: loinc('1742-6'),
        effectiveDateTime: TODAY,
        valueString: text,
        referenceRange: [{ text }],
      },
      {
        resourceType: 'MedicationAdministration',
        subject,
        status: 'completed',
        effectiveDateTime: '2025-09-02',
        medicationCodeableConcept: { text: 'Ocrevus' },
        dosage: { text },
      },
      {
        resourceType: 'Procedure',
        subject,
        status: 'completed',
        performedDateTime: '2025-09-02',
        code: { text: `ocrelizumab ${text}` },
      },
      {
        resourceType: 'ServiceRequest',
        subject,
        status: 'active',
        code: { text: `ocrelizumab ${text}` },
        orderDetail: [{ text }],
      },
    ];
    const order = {
      resourceType: 'MedicationRequest',
      id: 'slow',
      status: 'draft',
      subject,
      medicationCodeableConcept: { text: `ocrelizumab ${text}` },
      note: [{ text }],
      dosageInstruction: [{ text, route: { text } }],
    };
    expect(topicsOf(records as readonly FhirResource[], [order as FhirResource]).length).toBeGreaterThan(0);
  });
});

describe('a number outside all reason', () => {
  it.each([1e12, -1e12, 1e300, -1e300])('is read like any other in the days of an order: %d', (value) => {
    const timing = (repeat: object) => ({ dosageInstruction: [{ timing: { event: [TODAY], repeat } }] });
    const repeats = [
      { count: 2, period: value, periodUnit: 'd' },
      { count: value, period: 2, periodUnit: 'wk' },
      { count: 2, frequency: value, period: 2, periodUnit: 'wk' },
    ];
    const orders = repeats.map((repeat, index) => ({
      resourceType: 'MedicationRequest',
      id: `far-${index}`,
      status: 'draft',
      subject,
      medicationCodeableConcept: { text: 'Ocrevus' },
      ...timing(repeat),
    }));
    const courses = [
      timing({ boundsDuration: { value, code: 'd' } }),
      { dispenseRequest: { expectedSupplyDuration: { value, code: 'd' } } },
      {
        dispenseRequest: { expectedSupplyDuration: { value: 30, code: 'd' }, numberOfRepeatsAllowed: value },
      },
    ].map((course, index) => ({
      resourceType: 'MedicationRequest',
      id: `course-${index}`,
      status: 'active',
      intent: 'order',
      subject,
      medicationCodeableConcept: { text: 'prednisone 20 mg' },
      ...course,
    }));
    const topics = topicsOf(courses as readonly FhirResource[], orders as readonly FhirResource[]);
    expect(topics.length).toBeGreaterThan(0);
  });
});

describe('a record of thousands', () => {
  it.each<[string, readonly FhirResource[]]>([
    [
      'percentages and the counts they are of',
      many(4_000, (index) => ({
        resourceType: 'Observation',
        subject,
        status: 'final',
        code: loinc(index % 2 ? '770-8' : '6690-2'),
        effectiveDateTime: day(index / 2),
        valueQuantity: { value: 5, unit: index % 2 ? '%' : '10*3/uL', code: index % 2 ? '%' : '10*3/uL' },
      })),
    ],
    [
      'infections',
      many(4_000, (index) => ({
        resourceType: 'Condition',
        subject,
        code: { coding: [{ system: 'http://snomed.info/sct', code: '68566005' }] },
        onsetDateTime: day(index),
        encounter: { reference: `Encounter/${index}` },
      })),
    ],
    [
      'doses',
      many(4_000, (index) => ({
        resourceType: 'MedicationAdministration',
        subject,
        status: 'completed',
        medicationCodeableConcept: { text: 'Ocrevus' },
        effectiveDateTime: day(index),
      })),
    ],
    [
      'signed orders of the drug',
      many(4_000, () => ({
        resourceType: 'MedicationRequest',
        subject,
        status: 'active',
        intent: 'order',
        medicationCodeableConcept: { text: 'Ocrevus' },
        authoredOn: TODAY,
      })),
    ],
  ])('is read like any other: %s', (_, records) => {
    expect(topicsOf(records).length).toBeGreaterThan(0);
  });

  it('is read like any other: orders on the screen', () => {
    const orders = many(4_000, () => ({
      resourceType: 'MedicationRequest',
      status: 'draft',
      subject,
      medicationCodeableConcept: { text: 'Ocrevus' },
    }));
    expect(topicsOf([], orders).length).toBeGreaterThan(0);
  });
});
