import fc from 'fast-check';
import type { FhirResource } from 'fhir/r4.js';
import { prefetchFromBundle } from '../../src/gather/from-bundle.js';
import { deepFreeze } from '../../src/request/deep-freeze.js';
import type { HookName, HookRequest } from '../../src/request/hook-request.js';
import { bundleOf, patient, type RecordLine, resourceOf, SUBJECT } from '../support/case-record.js';
import { labLine } from './random-lab.js';
import { deck } from './told-calls.js';
import { anyCode, dated, mostly, seldom } from './value-set-codes.js';

/** Somebody with a record and perhaps orders, put together by chance from what the deck knows. */
export interface RandomPatient {
  readonly hook: HookName;
  readonly who: { readonly sex: string; readonly birthDate: string };
  readonly record: readonly RecordLine[];
  readonly orders: readonly RecordLine[];
}

const subject = { reference: SUBJECT };

const conditionSets = [
  'infection-serious',
  'infection-common',
  'infectious-colitis',
  'herpes-serious',
  'herpes-sequelae',
  'not-an-infection',
  'febrile-neutropenia',
  'hepatitis-b-infection',
  'liver-disease',
  'anaphylaxis',
  'pml',
  'pml-suggestive-findings',
  'ms-relapse',
  'pregnancy',
  'answer-not-pregnant',
  'breastfeeding',
  'breast-cancer',
  'breast-cancer-remission',
  'colitis',
  'colitis-symptoms',
  'inflammatory-bowel-disease',
  'immunodeficiency',
  'aids',
  'hiv',
  'gilbert-syndrome',
  'multiple-sclerosis',
];

const condition: fc.Arbitrary<RecordLine> = fc
  .tuple(
    anyCode(conditionSets, ['http://snomed.info/sct', 'http://hl7.org/fhir/sid/icd-10-cm']),
    dated,
    mostly(
      fc.constant('active'),
      fc.constantFrom('resolved', 'inactive', 'remission', 'recurrence', 'relapse', null),
    ),
    seldom({
      verification: fc.constantFrom('confirmed', 'provisional', 'refuted', 'entered-in-error'),
      severity: fc.constantFrom('24484000', '442452003', '255604002'),
      abatedDaysAgo: fc.integer({ min: -20, max: 300 }),
      encounter: fc.constant('stay'),
      undated: fc.constant(true),
    }),
  )
  .map(([{ system, code }, when, clinical, rest]) => ({
    condition: code,
    system: system.endsWith('sct') ? ('sct' as const) : ('icd' as const),
    clinical,
    ...when,
    ...rest,
  }));

const ocrelizumab = fc.constantFrom('1876380', '1876385', '1876366', '2693465');
const doseMg = fc.constantFrom(300, 600, 920, 300.5, undefined);

const given: fc.Arbitrary<RecordLine> = fc
  .tuple(
    mostly(ocrelizumab, fc.constantFrom('1657862', '121191', '1876387')),
    doseMg,
    dated,
    mostly(
      fc.constant('completed'),
      fc.constantFrom('in-progress', 'stopped', 'not-done', 'entered-in-error'),
    ),
  )
  .map(([rx, mg, when, status]) => ({ given: rx, ...(mg !== undefined && { mg }), ...when, status }));

const allergy: fc.Arbitrary<RecordLine> = fc
  .tuple(
    fc.oneof(
      ocrelizumab.map((rx) => ({ rx })),
      anyCode(
        [
          'diphenhydramine',
          'cetirizine',
          'methylprednisolone',
          'dexamethasone',
          'acetaminophen',
          'hyaluronidase',
        ],
        ['http://www.nlm.nih.gov/research/umls/rxnorm'],
      ).map(({ code }) => ({ rx: code })),
      fc.constantFrom({ text: 'Ocrevus' }, { text: 'Penicillin' }, { text: 'No known allergies' }),
    ),
    dated,
    seldom({
      criticality: fc.constantFrom('high', 'low', 'unable-to-assess'),
      severity: fc.constantFrom('mild', 'moderate', 'severe'),
      clinical: fc.constantFrom('inactive', 'resolved'),
      verification: fc.constantFrom('confirmed', 'refuted'),
      manifestation: fc.constantFrom(
        { text: 'flushing' },
        { text: 'anaphylaxis' },
        { text: 'no anaphylaxis, hives' },
        { sct: '39579001' },
        { text: 'Wheezing' },
      ),
    }),
  )
  .map(([what, when, rest]) => ({ allergy: what, ...when, ...rest }));

const vaccine: fc.Arbitrary<RecordLine> = fc
  .tuple(
    anyCode(
      ['live-vaccines', 'non-live-vaccines', 'hepatitis-b-vaccines', 'not-a-vaccine', 'ambiguous-vaccines'],
      ['http://hl7.org/fhir/sid/cvx'],
    ),
    dated,
    mostly(fc.constant('completed'), fc.constantFrom('not-done', 'entered-in-error')),
  )
  .map(([{ code }, when, status]) => ({ vaccine: code, ...when, status }));

const drug = anyCode(
  [
    'ocrelizumab',
    'anti-cd20',
    'immunosuppressants',
    'potent-ms-treatments',
    'long-acting-ms-treatments',
    'interferon-or-glatiramer',
    'systemic-corticosteroids',
    'methylprednisolone-injection',
    'dexamethasone',
    'antihistamines',
    'acetaminophen',
    'hepatitis-b-antivirals',
    'immunoglobulin-replacement',
  ],
  ['http://www.nlm.nih.gov/research/umls/rxnorm'],
);
const requestDetails = seldom({
  mg: fc.constantFrom(0, 20, 50, 100, 125, 300, 600, 920, 1000),
  route: fc.constantFrom('47625008', '26643006', '34206005', 'IV', 'by mouth'),
  plannedInDays: fc.integer({ min: -30, max: 400 }),
  instruction: fc.constantFrom(
    '600 mg IV over 2 hours',
    '300 mg IV',
    'as directed',
    'over 3.5 hours at 40 mL/h',
  ),
  doNotPerform: fc.constant(true),
});
const signed: fc.Arbitrary<RecordLine> = fc
  .tuple(
    drug,
    dated,
    mostly(fc.constant('active'), fc.constantFrom('completed', 'stopped', 'on-hold')),
    requestDetails,
  )
  .map(([{ code }, when, status, rest]) => ({ rx: code, ...when, status, ...rest }));

const testOrders = anyCode(
  [
    'igg-orders',
    'alt-orders',
    'hepatitis-b-surface-antigen-orders',
    'hepatitis-b-dna-orders',
    'neutrophil-orders',
    'pregnancy-test-orders',
    'mri-brain',
    'calprotectin-orders',
    'referral-liver',
    'referral-immunology',
    'referral-obstetrics',
  ],
  ['http://loinc.org', 'http://snomed.info/sct'],
);
const service: fc.Arbitrary<RecordLine> = fc
  .tuple(testOrders, dated, fc.constantFrom('active', 'completed', 'revoked'))
  .map(([{ system, code }, when, status]) => ({ service: code, system, ...when, status }));

const stay: fc.Arbitrary<RecordLine> = fc
  .tuple(dated, fc.constantFrom('IMP', 'EMER', 'AMB'))
  .map(([when, code]) => ({ stay: code, id: 'stay', ...when }));

const report: fc.Arbitrary<RecordLine> = fc
  .tuple(dated, fc.constantFrom('final', 'preliminary'))
  .map(([when, status]) => ({ report: '24587-8', ...when, status }));

const adverseEvent: fc.Arbitrary<RecordLine> = fc
  .tuple(
    fc.constantFrom('flushing', 'anaphylaxis', 'infusion-related reaction', 'bronchospasm', 'headache'),
    fc.constantFrom('mild', 'moderate', 'severe', undefined),
    fc.constantFrom('2026-03-02', '2026-03-01', '2025-09-02', '2025-09-03', undefined),
    fc.boolean(),
  )
  .map(([text, severity, date, isBlamed]) => ({
    resource: {
      resourceType: 'AdverseEvent',
      id: `event-${text.length}-${date}`,
      actuality: 'actual',
      subject,
      event: { text },
      ...(date && { date }),
      ...(severity && {
        severity: {
          coding: [
            { system: 'http://terminology.hl7.org/CodeSystem/adverse-event-severity', code: severity },
          ],
        },
      }),
      ...(isBlamed && { suspectEntity: [{ instance: { display: 'Ocrevus' } }] }),
    } as FhirResource,
  }));

const recordLine: fc.Arbitrary<RecordLine> = fc.oneof(
  { arbitrary: labLine, weight: 10 },
  { arbitrary: condition, weight: 6 },
  { arbitrary: given, weight: 5 },
  { arbitrary: signed, weight: 3 },
  { arbitrary: allergy, weight: 2 },
  { arbitrary: vaccine, weight: 2 },
  { arbitrary: service, weight: 2 },
  { arbitrary: adverseEvent, weight: 1 },
  { arbitrary: stay, weight: 1 },
  { arbitrary: report, weight: 1 },
);

const ocrelizumabOrder: fc.Arbitrary<RecordLine> = fc.oneof(
  fc
    .tuple(ocrelizumab, doseMg, requestDetails)
    .map(([rx, mg, rest]) => ({ rx, ...rest, ...(mg !== undefined && { mg }) })),
  requestDetails.map((rest) => ({ drug: 'Ocrevus 300 mg IV', ...rest })),
  fc.constantFrom(300, 600, 920, undefined).map((quantity) => ({
    service: quantity === 920 ? 'J2351' : 'J2350',
    system: 'hcpcs',
    ...(quantity && { quantity }),
  })),
);
const otherOrder: fc.Arbitrary<RecordLine> = fc.oneof(
  fc.tuple(drug, requestDetails).map(([{ code }, rest]) => ({ rx: code, ...rest })),
  testOrders.map(({ system, code }) => ({ service: code, system })),
  anyCode(['live-vaccines'], ['http://hl7.org/fhir/sid/cvx']).map((coding) => ({
    resource: {
      resourceType: 'MedicationRequest',
      id: `vaccine-${coding.code}`,
      status: 'draft',
      intent: 'order',
      subject,
      medicationCodeableConcept: { coding: [coding] },
    } as FhirResource,
  })),
);

export const randomPatient: fc.Arbitrary<RandomPatient> = fc.record({
  hook: fc.constantFrom<HookName>('order-sign', 'order-sign', 'order-select', 'patient-view'),
  who: fc.record({
    sex: fc.constantFrom('female', 'male', 'other', 'unknown'),
    birthDate: mostly(
      fc.integer({ min: 1940, max: 2007 }).map((year) => `${year}-05-04`),
      fc.constantFrom('2016-03-03', '2010-01-01', '1985', '1990-07'),
    ),
  }),
  record: fc.array(recordLine, { maxLength: 30 }),
  orders: fc
    .tuple(
      mostly(fc.array(ocrelizumabOrder, { minLength: 1, maxLength: 2 }), fc.constant([])),
      fc.array(otherOrder, { maxLength: 3 }),
    )
    .map((orders) => orders.flat()),
});

/** The call for somebody, frozen as the service freezes it; keys in `unsent` were not sent. */
export function requestFor(
  { hook, who, record, orders }: RandomPatient,
  unsent: readonly string[] = [],
): HookRequest {
  const resources = record.map((line, index) => resourceOf(line, index));
  const drafts = orders.map((line, index) => resourceOf(line, 1000 + index, true));
  const prefetch = prefetchFromBundle(
    bundleOf([patient(who), ...resources]),
    deck.hooks[hook].templates,
    'case',
  );
  const request = {
    hook,
    hookInstance: '5a1f0c7e-5a0a-4c3c-9a39-2a6f8b0e7d11',
    context: {
      userId: 'Practitioner/p1',
      patientId: 'case',
      encounterId: 'visit',
      ...(hook !== 'patient-view' && { draftOrders: bundleOf(drafts) }),
      ...(hook === 'order-select' && {
        selections: drafts.map(({ resourceType, id }) => `${resourceType}/${id}`),
      }),
    },
    prefetch: Object.fromEntries(Object.entries(prefetch).filter(([key]) => !unsent.includes(key))),
  };
  deepFreeze(request);
  return request;
}
