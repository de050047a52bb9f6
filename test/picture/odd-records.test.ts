import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import type { FhirResource } from 'fhir/r4.js';
import { isConcerned } from '../../src/answer.js';
import { prefetchFromBundle } from '../../src/gather/from-bundle.js';
import { readPrefetch } from '../../src/gather/read-prefetch.js';
import { unresolvedMedications } from '../../src/gather/unresolved-medications.js';
import { siteCalendar } from '../../src/picture/site-calendar.js';
import { HOOKS, type HookRequest } from '../../src/request/hook-request.js';
import { type Json, type Path, placesIn, replaced } from '../properties/json.js';
import { bundleOf, patient, TODAY } from '../support/case-record.js';
import { judgeOn, loadProjectDeck } from '../support/judge-story.js';

const deck = loadProjectDeck();
const subject = { reference: 'Patient/case' };
const ocrevus = {
  coding: [{ system: 'http://www.nlm.nih.gov/research/umls/rxnorm', code: '1876385', display: 'Ocrevus' }],
  text: 'Ocrevus',
};
const mg = (value: number) => ({ value, unit: 'mg', system: 'http://unitsofmeasure.org', code: 'mg' });
const active = { coding: [{ code: 'active' }] };

const course = {
  timing: {
    repeat: {
      boundsPeriod: { start: '2026-01-10', end: '2026-06-10' },
      boundsDuration: { value: 5, code: 'mo' },
      frequency: 1,
      period: 1,
      periodUnit: 'd',
    },
  },
};

/** One order or record of every kind, with every element that is read. */
const orders: readonly unknown[] = [
  {
    resourceType: 'MedicationRequest',
    id: 'ocrevus',
    status: 'draft',
    intent: 'order',
    doNotPerform: false,
    subject,
    authoredOn: '2026-03-02T10:00:00Z',
    medicationReference: { reference: '#m', display: 'Ocrevus' },
    contained: [
      {
        resourceType: 'Medication',
        id: 'm',
        code: { text: 'x' },
        ingredient: [{ itemCodeableConcept: ocrevus }],
      },
    ],
    note: [{ text: 'over 2 hours' }],
    dosageInstruction: [
      {
        text: '300 mg IV over 2.5 hours at 30 mL/h',
        route: { coding: [{ system: 'http://snomed.info/sct', code: '47625008' }], text: 'IV' },
        timing: {
          event: ['2026-03-09'],
          repeat: {
            boundsPeriod: { start: '2026-03-09', end: '2026-09-09' },
            duration: 2,
            durationUnit: 'h',
            frequency: 1,
            period: 6,
            periodUnit: 'mo',
            count: 2,
          },
        },
        doseAndRate: [
          {
            type: { coding: [{ code: 'ordered' }] },
            doseQuantity: mg(300),
            rateQuantity: { value: 40, unit: 'mL/h' },
            rateRatio: { numerator: { value: 40, unit: 'mL' }, denominator: { value: 1, unit: 'h' } },
          },
          { doseRange: { low: mg(300), high: mg(600) } },
        ],
      },
    ],
  },
  {
    resourceType: 'ServiceRequest',
    id: 'infusion',
    status: 'draft',
    intent: 'order',
    subject,
    code: { text: 'Ocrelizumab infusion' },
    quantityQuantity: { value: 300 },
    orderDetail: [{ text: '300 mg' }],
    occurrencePeriod: { start: '2026-03-09', end: '2026-03-10' },
    occurrenceTiming: { event: ['2026-03-09'] },
  },
  {
    resourceType: 'ImmunizationRecommendation',
    id: 'vaccine',
    patient: subject,
    date: '2026-03-02',
    recommendation: [
      {
        vaccineCode: [{ coding: [{ system: 'http://hl7.org/fhir/sid/cvx', code: '03' }] }],
        forecastStatus: { coding: [{ code: 'due' }] },
      },
    ],
  },
];
const records: readonly unknown[] = [
  patient(),
  {
    resourceType: 'AllergyIntolerance',
    id: 'allergy',
    patient: subject,
    clinicalStatus: active,
    verificationStatus: { coding: [{ code: 'confirmed' }] },
    criticality: 'low',
    code: { text: 'Ocrevus' },
    note: [{ text: 'flushing' }],
    reaction: [
      {
        substance: ocrevus,
        manifestation: [{ text: 'rash' }],
        description: 'x',
        onset: '2025-01-01',
        severity: 'mild',
      },
    ],
  },
  {
    resourceType: 'AdverseEvent',
    id: 'event',
    subject,
    actuality: 'actual',
    date: '2025-09-02',
    event: { text: 'rigors' },
    severity: { coding: [{ code: 'mild' }] },
    suspectEntity: [{ instance: { reference: 'MedicationAdministration/dose', display: 'Ocrevus' } }],
  },
  {
    resourceType: 'MedicationAdministration',
    id: 'dose',
    status: 'completed',
    subject,
    medicationCodeableConcept: ocrevus,
    effectivePeriod: { start: '2025-09-02T10:00:00Z', end: '2025-09-02T13:00:00Z' },
    dosage: { text: '600 mg', dose: mg(600) },
  },
  {
    resourceType: 'MedicationStatement',
    id: 'listed',
    status: 'completed',
    subject,
    medicationCodeableConcept: ocrevus,
    effectivePeriod: { start: '2024-01-01', end: '2025-09-02' },
    dosage: [{ text: '600 mg', doseAndRate: [{ doseQuantity: mg(600) }] }],
  },
  {
    resourceType: 'MedicationRequest',
    id: 'signed',
    status: 'active',
    intent: 'order',
    subject,
    authoredOn: '2026-02-20',
    medicationCodeableConcept: ocrevus,
    dispenseRequest: { expectedSupplyDuration: { value: 1, code: 'd' } },
    dosageInstruction: [{ timing: { event: ['2026-03-09'] } }],
  },
  {
    resourceType: 'Condition',
    id: 'infection',
    subject,
    clinicalStatus: active,
    verificationStatus: { coding: [{ code: 'confirmed' }] },
    code: { coding: [{ system: 'http://snomed.info/sct', code: '68566005' }] },
    severity: { coding: [{ system: 'http://snomed.info/sct', code: '24484000' }] },
    encounter: { reference: 'Encounter/stay' },
    evidence: [{ detail: [{ display: 'x' }] }],
    note: [{ text: 'x' }],
    onsetPeriod: { start: '2026-02-20' },
    abatementDateTime: '2026-05-01',
    recordedDate: '2026-02-20',
  },
  {
    resourceType: 'Observation',
    id: 'igg',
    status: 'final',
    subject,
    code: { coding: [{ system: 'http://loinc.org', code: '2465-3' }] },
    effectiveDateTime: '2026-02-20',
    valueQuantity: {
      value: 3.9,
      comparator: '<',
      unit: 'g/L',
      system: 'http://unitsofmeasure.org',
      code: 'g/L',
    },
    interpretation: [{ coding: [{ code: 'L' }] }],
    referenceRange: [
      { low: { value: 7, unit: 'g/L' }, high: { value: 16, unit: 'g/L' }, text: '7-16', type: { text: 'x' } },
    ],
    component: [
      { code: { coding: [{ system: 'http://loinc.org', code: '2458-8' }] }, valueString: '1.9 g/L' },
    ],
  },
  {
    resourceType: 'Immunization',
    id: 'given',
    status: 'completed',
    patient: subject,
    vaccineCode: { coding: [{ system: 'http://hl7.org/fhir/sid/cvx', code: '03' }] },
    occurrenceDateTime: '2026-02-20',
  },
  {
    resourceType: 'Encounter',
    id: 'stay',
    status: 'finished',
    class: { code: 'IMP' },
    subject,
    period: { start: '2026-02-20', end: '2026-02-22' },
    diagnosis: [{ condition: { reference: 'Condition/infection' } }],
    reasonCode: [{ coding: [{ system: 'http://snomed.info/sct', code: '68566005' }] }],
    type: [{ text: 'x' }],
  },
  {
    resourceType: 'MedicationRequest',
    id: 'prednisone',
    status: 'active',
    intent: 'order',
    subject,
    authoredOn: '2026-01-10',
    medicationCodeableConcept: { text: 'Prednisone 10 mg' },
    dispenseRequest: { expectedSupplyDuration: { value: 30, code: 'd' }, numberOfRepeatsAllowed: 2 },
    dosageInstruction: [course],
  },
  {
    resourceType: 'MedicationStatement',
    id: 'prednisolone',
    status: 'active',
    subject,
    medicationCodeableConcept: { text: 'Prednisolone' },
    effectivePeriod: { start: '2026-01-10', end: '2026-06-10' },
    dosage: [course],
  },
  {
    resourceType: 'MedicationDispense',
    id: 'supplied',
    status: 'completed',
    subject,
    medicationCodeableConcept: ocrevus,
    whenHandedOver: '2025-08-30',
    dosageInstruction: [{ text: '600 mg', doseAndRate: [{ doseRange: { high: mg(600) } }] }],
  },
  {
    resourceType: 'Procedure',
    id: 'infused',
    status: 'completed',
    subject,
    code: { text: 'Ocrelizumab infusion' },
    performedPeriod: { start: '2025-09-02', end: '2025-09-02' },
  },
  {
    resourceType: 'ServiceRequest',
    id: 'liver-panel',
    status: 'active',
    intent: 'order',
    subject,
    authoredOn: '2026-02-25',
    code: { coding: [{ system: 'http://loinc.org', code: '24325-3' }] },
    occurrencePeriod: { start: '2026-03-01', end: '2026-03-02' },
    orderDetail: [{ text: 'x' }],
    quantityQuantity: { value: 1, code: '1' },
  },
  {
    resourceType: 'Observation',
    id: 'hbsag',
    status: 'final',
    subject,
    code: { coding: [{ system: 'http://loinc.org', code: '5196-1' }], text: 'HBsAg' },
    effectivePeriod: { start: '2026-02-20', end: '2026-02-20' },
    issued: '2026-02-20T12:00:00Z',
    valueCodeableConcept: {
      coding: [{ system: 'http://snomed.info/sct', code: '260385009', display: 'Negative' }],
      text: 'Non-reactive',
    },
    interpretation: [{ coding: [{ code: 'N' }], text: 'negative' }],
    focus: [{ reference: 'Patient/case' }],
  },
  {
    resourceType: 'Observation',
    id: 'panel',
    status: 'final',
    subject,
    code: { text: 'CBC' },
    effectiveDateTime: '2026-02-20T08:00:00Z',
    specimen: { reference: 'Specimen/1' },
    contained: [
      {
        resourceType: 'Observation',
        id: 'whites',
        status: 'final',
        code: { coding: [{ system: 'http://loinc.org', code: '6690-2' }] },
        valueQuantity: { value: 5, unit: '10*3/uL', code: '10*3/uL' },
      },
      {
        resourceType: 'Observation',
        id: 'share',
        status: 'final',
        code: { coding: [{ system: 'http://loinc.org', code: '770-8' }] },
        valueQuantity: { value: 40, unit: '%', code: '%' },
      },
    ],
  },
];

const calls = HOOKS.map((hook) => {
  const record = bundleOf(records as readonly FhirResource[]);
  const request = {
    hook,
    hookInstance: '5a1f0c7e-5a0a-4c3c-9a39-2a6f8b0e7d11',
    context: {
      userId: 'Practitioner/p1',
      patientId: 'case',
      ...(hook !== 'patient-view' && { draftOrders: bundleOf(orders as readonly FhirResource[]) }),
      ...(hook === 'order-select' && { selections: ['MedicationRequest/ocrevus'] }),
    },
    prefetch: prefetchFromBundle(record, deck.hooks[hook].templates, 'case'),
  } as unknown as Json;
  return { hook, request, places: placesIn(request).filter(isRecord) };
});

const ODD_VALUES: readonly Json[] = [
  ...[
    null,
    '',
    'x',
    '#',
    '2026',
    '2026-02-30',
    'urn:uuid:x',
    0,
    -1,
    1e308,
    true,
    [],
    [null],
    ['x'],
    [[]],
    {},
  ],
  { coding: {} },
  { coding: [null, 'x', {}] },
  { reference: 7 },
];

/** One of each kind of JSON, and a list that holds nothing. */
const WRONG_KINDS: readonly Json[] = [null, 'x', 7, [null], {}];

const faults = fc.array(fc.tuple(fc.nat(), fc.constantFrom(...ODD_VALUES)), { minLength: 1, maxLength: 3 });

describe('a record in which something is not what FHIR says', () => {
  it.each(calls.map((call) => [call.hook, call] as const))('never breaks the call at %s', (hook, call) => {
    fc.assert(
      fc.property(faults, (odd) => {
        const request = odd.reduce<Json>(
          (told, [at, value]) => replaced(told, call.places[at % call.places.length] ?? [], value),
          call.request,
        ) as unknown as HookRequest;
        const gathered = readPrefetch(deck.hooks[hook].templates, request.prefetch);
        const calendar = siteCalendar('UTC')(new Date(`${TODAY}T12:00:00Z`));
        expect(() => unresolvedMedications(request, gathered)).not.toThrow();
        expect(() => isConcerned(deck, { request, gathered, calendar })).not.toThrow();
        const { cards } = judgeOn(deck, request, TODAY);
        for (const { summary } of cards) expect(summary.length).toBeLessThan(140);
      }),
      { numRuns: 150, seed: 1 },
    );
  });
});

describe('a record in which one thing is not what FHIR says', () => {
  // Orders are read the same at order-select.
  const others = calls.filter(({ hook }) => hook !== 'order-select');
  it.each(others.map((call) => [call.hook, call] as const))(
    'never breaks the call at %s, wherever it stands and whatever stands there',
    (_, { request, places }) => {
      const broken = places.flatMap((place) =>
        WRONG_KINDS.filter((value) => !isAnswered(replaced(request, place, value))).map(
          (value) => `${place.join('.')}: ${JSON.stringify(value)}`,
        ),
      );
      expect(broken).toEqual([]);
    },
  );
});

function isAnswered(request: Json): boolean {
  try {
    judgeOn(deck, request as unknown as HookRequest, TODAY);
    return true;
  } catch {
    return false;
  }
}

it.each<[string, Json]>([
  ['a list', []],
  ['an object', {}],
  ['a number', 7],
])('a unit that is %s is no unit, and breaks nothing', (_, unit) => {
  const quantity = { value: 3.9, unit, code: unit };
  for (const { request } of calls) {
    const garbled = JSON.parse(JSON.stringify(request), (name, value) =>
      name === 'valueQuantity' ? quantity : value,
    );
    expect(() => judgeOn(deck, garbled as HookRequest, TODAY)).not.toThrow();
  }
});

/** What the record or an order fills; the frame of the call is checked before it comes this far. */
function isRecord([part, inner, ...rest]: Path): boolean {
  return part === 'prefetch' ? inner !== undefined : inner === 'draftOrders' && rest.length > 1;
}
