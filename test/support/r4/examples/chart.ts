import type { AllergyIntolerance, Condition, Immunization, MedicationAdministration } from 'fhir/r4.js';

const TERMINOLOGY = 'http://terminology.hl7.org/CodeSystem';

export const activeCondition = {
  resourceType: 'Condition',
  clinicalStatus: { coding: [{ system: `${TERMINOLOGY}/condition-clinical`, code: 'active' }] },
  verificationStatus: { coding: [{ system: `${TERMINOLOGY}/condition-ver-status`, code: 'confirmed' }] },
  code: { coding: [{ system: 'http://snomed.info/sct', code: '24700007', display: 'Multiple sclerosis' }] },
  subject: { reference: 'Patient/p1' },
  onsetDateTime: '2021',
} satisfies Condition;

export const resolvedCondition = {
  resourceType: 'Condition',
  // A site's own coding beside the required one is allowed.
  clinicalStatus: {
    coding: [
      { system: 'https://ehr.example.org/status', code: 'X' },
      { system: `${TERMINOLOGY}/condition-clinical`, code: 'resolved' },
    ],
  },
  code: { text: 'Pneumonia' },
  subject: { reference: 'Patient/p1' },
  abatementDateTime: '2025-11-30',
} satisfies Condition;

export const mistakenCondition = {
  resourceType: 'Condition',
  verificationStatus: {
    coding: [{ system: `${TERMINOLOGY}/condition-ver-status`, code: 'entered-in-error' }],
  },
  subject: { reference: 'Patient/p1' },
} satisfies Condition;

export const allergy = {
  resourceType: 'AllergyIntolerance',
  clinicalStatus: { coding: [{ system: `${TERMINOLOGY}/allergyintolerance-clinical`, code: 'active' }] },
  verificationStatus: {
    coding: [{ system: `${TERMINOLOGY}/allergyintolerance-verification`, code: 'confirmed' }],
  },
  type: 'allergy',
  category: ['medication', 'biologic'],
  criticality: 'high',
  code: { text: 'ocrelizumab' },
  patient: { reference: 'Patient/p1' },
  reaction: [{ manifestation: [{ text: 'Anaphylaxis' }], severity: 'severe' }],
} satisfies AllergyIntolerance;

export const immunization = {
  resourceType: 'Immunization',
  status: 'completed',
  vaccineCode: { coding: [{ system: 'http://hl7.org/fhir/sid/cvx', code: '43' }] },
  patient: { reference: 'Patient/p1' },
  occurrenceDateTime: '2026-01',
  doseQuantity: { value: 1, unit: 'mL' },
  education: [{ documentType: 'VIS' }],
} satisfies Immunization;

export const administration = {
  resourceType: 'MedicationAdministration',
  status: 'completed',
  medicationReference: { reference: 'Medication/ocrevus' },
  subject: { reference: 'Patient/p1' },
  effectivePeriod: { start: '2026-03-01T23:30:00-05:00', end: '2026-03-02T07:00:00Z' },
  request: { reference: 'MedicationRequest/order-1' },
  dosage: { dose: { value: 300, unit: 'mg', system: 'http://unitsofmeasure.org', code: 'mg' } },
} satisfies MedicationAdministration;
