import type { Medication, MedicationRequest, Organization, ServiceRequest } from 'fhir/r4.js';

export const codedOrder = {
  resourceType: 'MedicationRequest',
  id: 'order-1',
  status: 'active',
  intent: 'order',
  priority: 'routine',
  medicationCodeableConcept: {
    coding: [
      { system: 'http://www.nlm.nih.gov/research/umls/rxnorm', code: '1876366', display: 'ocrelizumab' },
    ],
  },
  subject: { reference: 'Patient/p1' },
  requester: { reference: 'https://ehr.example.org/fhir/Practitioner/dr1', type: 'Practitioner' },
  authoredOn: '2026-03-02T09:30:00+01:00',
  dosageInstruction: [
    {
      text: '600 mg every 6 months',
      timing: { repeat: { frequency: 1, period: 6, periodUnit: 'mo' } },
      doseAndRate: [
        { doseQuantity: { value: 600, unit: 'mg', system: 'http://unitsofmeasure.org', code: 'mg' } },
      ],
    },
  ],
  dispenseRequest: { validityPeriod: { start: '2026-03-02', end: '2026-03-02' }, numberOfRepeatsAllowed: 1 },
} satisfies MedicationRequest;

const drug = {
  resourceType: 'Medication',
  id: 'drug',
  code: { text: 'Ocrevus 300 mg/10 mL' },
  manufacturer: { reference: '#maker' },
} satisfies Medication;

const maker = { resourceType: 'Organization', id: 'maker', name: 'Maker' } satisfies Organization;

export const containedDrugOrder = {
  resourceType: 'MedicationRequest',
  contained: [drug, maker],
  status: 'draft',
  intent: 'order',
  medicationReference: { reference: '#drug' },
  subject: { reference: 'Patient/p1/_history/3' },
  note: [{ text: 'First half of the first dose.\nThe second follows in two weeks.' }],
} satisfies MedicationRequest;

export const draftOrderWithEvidence = {
  resourceType: 'MedicationRequest',
  status: 'draft',
  intent: 'proposal',
  medicationCodeableConcept: { text: 'methylprednisolone 100 mg IV' },
  subject: { reference: 'Patient/p1' },
  supportingInformation: [
    { reference: 'Observation/igg' },
    { reference: 'Condition/ms' },
    { reference: 'urn:uuid:0b9e6f9e-7c1c-4b0f-9d0a-2f6f2a5d3c11', type: 'Immunization' },
    { identifier: { system: 'https://lab.example.org', value: '77' }, display: 'Hepatitis B panel' },
  ],
  dosageInstruction: [
    {
      doseAndRate: [
        { doseRange: { low: { value: 100, unit: 'mg' }, high: { value: 125, unit: 'mg' } } },
        { rateRatio: { numerator: { value: 40, unit: 'mL' }, denominator: { value: 1, unit: 'h' } } },
      ],
    },
  ],
} satisfies MedicationRequest;

export const labOrder = {
  resourceType: 'ServiceRequest',
  status: 'draft',
  intent: 'order',
  category: [{ coding: [{ system: 'http://snomed.info/sct', code: '108252007' }] }],
  code: { coding: [{ system: 'http://loinc.org', code: '5196-1', display: 'HBsAg' }] },
  orderDetail: [{ text: 'with reflex confirmation' }],
  subject: { reference: 'Patient/p1' },
  occurrencePeriod: { start: '2026-03-02', end: '2026-03-02T18:00:00Z' },
  reasonReference: [{ reference: 'Condition/ms' }],
  supportingInfo: [{ reference: 'MedicationRequest/order-1' }],
} satisfies ServiceRequest;
