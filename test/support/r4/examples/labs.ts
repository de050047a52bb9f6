import type { Observation } from 'fhir/r4.js';

export const quantityLab = {
  resourceType: 'Observation',
  status: 'final',
  code: { coding: [{ system: 'http://loinc.org', code: '2465-3', display: 'IgG' }] },
  subject: { reference: 'Patient/p1' },
  effectiveDateTime: '2026-02-20T07:15:00.000Z',
  issued: '2026-02-20T11:02:31.5+01:00',
  performer: [{ reference: 'Organization/lab' }],
  valueQuantity: {
    value: 390,
    comparator: '<',
    unit: 'mg/dL',
    system: 'http://unitsofmeasure.org',
    code: 'mg/dL',
  },
  referenceRange: [{ low: { value: 700, unit: 'mg/dL' }, high: { value: 1600, unit: 'mg/dL' } }],
} satisfies Observation;

export const qualitativeLab = {
  resourceType: 'Observation',
  status: 'corrected',
  code: { coding: [{ system: 'http://loinc.org/', code: '5196-1' }], text: 'HBsAg' },
  subject: { reference: 'urn:uuid:2a1f6a52-9a43-4d0e-a2b5-7c8f4b9d1e60' },
  valueCodeableConcept: {
    coding: [{ system: 'http://snomed.info/sct', code: '260385009' }],
    text: 'Negative',
  },
  referenceRange: [{ text: 'Negative' }],
} satisfies Observation;

export const failedLab = {
  resourceType: 'Observation',
  status: 'cancelled',
  code: { text: 'Neutrophils' },
  dataAbsentReason: { text: 'Specimen clotted' },
} satisfies Observation;

export const panel = {
  resourceType: 'Observation',
  status: 'final',
  code: { text: 'Immunoglobulins' },
  effectivePeriod: { start: '2026-02-20', end: '2026-02-21' },
  component: [
    {
      code: { coding: [{ system: 'http://loinc.org', code: '2458-8' }] },
      valueQuantity: { value: 0.123456789012345, unit: 'g/L' },
    },
    { code: { coding: [{ system: 'http://loinc.org', code: '2472-9' }] }, valueString: 'haemolysed' },
  ],
} satisfies Observation;
