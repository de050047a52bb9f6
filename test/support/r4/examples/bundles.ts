import type { Bundle, FhirResource } from 'fhir/r4.js';
import { activeCondition } from './chart.js';
import { quantityLab } from './labs.js';
import { codedOrder, containedDrugOrder } from './orders.js';
import { patient } from './patient.js';

export const PATIENT_URN = 'urn:uuid:2a1f6a52-9a43-4d0e-a2b5-7c8f4b9d1e60';

export const collection = {
  resourceType: 'Bundle',
  type: 'collection',
  entry: [
    { fullUrl: PATIENT_URN, resource: patient },
    { resource: { ...quantityLab, subject: { reference: PATIENT_URN } } },
    { resource: containedDrugOrder },
    { resource: activeCondition },
  ],
} satisfies Bundle<FhirResource>;

export const searchset = {
  resourceType: 'Bundle',
  type: 'searchset',
  total: 1,
  link: [{ relation: 'self', url: 'https://ehr.example.org/fhir/MedicationRequest?patient=p1' }],
  entry: [
    {
      fullUrl: 'https://ehr.example.org/fhir/MedicationRequest/order-1',
      resource: codedOrder,
      search: { mode: 'match' },
    },
  ],
} satisfies Bundle<FhirResource>;

export const emptySearchset = {
  resourceType: 'Bundle',
  type: 'searchset',
  total: 0,
} satisfies Bundle<FhirResource>;

export const transaction = {
  resourceType: 'Bundle',
  type: 'transaction',
  entry: [
    {
      resource: {
        ...codedOrder,
        requester: { reference: 'Practitioner?identifier=https://npi.example.org|99' },
      },
      request: { method: 'POST', url: 'MedicationRequest' },
    },
  ],
} satisfies Bundle<FhirResource>;
