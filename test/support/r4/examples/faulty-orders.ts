import type { Fault } from './fault.js';
import { codedOrder, containedDrugOrder, draftOrderWithEvidence } from './orders.js';

const { intent: _intent, ...withoutIntent } = codedOrder;
const { subject: _subject, ...withoutSubject } = codedOrder;
const { medicationCodeableConcept: _drug, ...withoutDrug } = codedOrder;
const [drug, maker] = containedDrugOrder.contained;
const evidence = (reference: object) => ({ ...draftOrderWithEvidence, supportingInformation: [reference] });

export const faultyOrders: readonly Fault[] = [
  ['no intent', withoutIntent, 'MedicationRequest.intent: Missing required property'],
  ['no subject', withoutSubject, "MedicationRequest: must have required property 'subject'"],
  ['no medication', withoutDrug, 'MedicationRequest.medication[x]: Missing required property'],
  ['no status value', { ...codedOrder, status: null }, 'MedicationRequest.status: must not be null'],
  ['unknown status', { ...codedOrder, status: 'ordered' }, 'MedicationRequest.status: "ordered" is not in'],
  ['unknown intent', { ...codedOrder, intent: 'Order' }, 'MedicationRequest.intent: "Order" is not in'],
  ['unknown priority', { ...codedOrder, priority: 'high' }, 'MedicationRequest.priority: "high" is not in'],
  [
    'two medications',
    { ...codedOrder, medicationReference: { reference: 'Medication/m' } },
    'MedicationRequest.medication[x]: only one of',
  ],
  ['an unknown member', { ...codedOrder, dosage: [] }, 'MedicationRequest.dosage: unknown member'],
  [
    'a member of R5',
    { ...codedOrder, medication: { concept: { text: 'ocrelizumab' } } },
    'MedicationRequest.medication: unknown member',
  ],
  [
    'a patient as text',
    { ...codedOrder, subject: 'Patient/p1' },
    'MedicationRequest.subject: must be object',
  ],
  [
    'a code as text',
    { ...codedOrder, medicationCodeableConcept: { coding: ['1876366'] } },
    'MedicationRequest.medicationCodeableConcept.coding[0]: must be object',
  ],
  [
    'an order for a practitioner',
    { ...codedOrder, subject: { reference: 'Practitioner/p1' } },
    'MedicationRequest.subject: refers to Practitioner, allowed: Patient, Group',
  ],
  [
    'an absolute reference to a wrong type',
    { ...codedOrder, encounter: { reference: 'https://ehr.example.org/fhir/EpisodeOfCare/1/_history/2' } },
    'MedicationRequest.encounter: refers to EpisodeOfCare, allowed: Encounter',
  ],
  [
    'a stated type that is not allowed',
    { ...codedOrder, subject: { type: 'Person', display: 'Ada' } },
    'MedicationRequest.subject: refers to Person',
  ],
  [
    'a reference that contradicts its type',
    evidence({ reference: 'Observation/igg', type: 'Condition' }),
    'MedicationRequest.supportingInformation[0].type: says Condition, refers to Observation',
  ],
  [
    'a bare id as reference',
    evidence({ reference: 'igg' }),
    'MedicationRequest.supportingInformation[0].reference: "igg" is not ResourceType/id',
  ],
  [
    'a reference to no resource type',
    evidence({ reference: 'Labs/igg' }),
    'MedicationRequest.supportingInformation[0].reference: "Labs/igg" is not',
  ],
  [
    'a contained reference that dangles',
    { ...containedDrugOrder, medicationReference: { reference: '#drug2' } },
    'MedicationRequest.medicationReference: SHALL have a contained resource if a local reference is provided (ref-1)',
  ],
  [
    'a dangling reference between contained resources',
    { ...containedDrugOrder, contained: [drug] },
    'MedicationRequest.contained[0].manufacturer: SHALL have a contained',
  ],
  [
    'a contained resource of a wrong type',
    { ...containedDrugOrder, medicationReference: { reference: '#maker' } },
    'MedicationRequest.medicationReference: refers to Organization, allowed: Medication',
  ],
  ['a contained resource that nothing refers to', { ...codedOrder, contained: [maker] }, '(dom-3)'],
  [
    'a contained resource without id',
    { ...codedOrder, contained: [{ resourceType: 'Organization', name: 'Maker' }] },
    '(dom-3)',
  ],
  [
    'a contained resource in a contained one',
    { ...containedDrugOrder, contained: [{ ...drug, contained: [maker] }, maker] },
    '(dom-2)',
  ],
  [
    'a fault in a contained resource',
    { ...containedDrugOrder, contained: [{ ...drug, status: 'on' }, maker] },
    'MedicationRequest.contained[0].status: "on" is not in',
  ],
  [
    'a day that does not exist',
    { ...codedOrder, authoredOn: '2026-02-29' },
    'MedicationRequest.authoredOn: there is no such day as 2026-02-29',
  ],
  [
    'a time without seconds and zone',
    { ...codedOrder, authoredOn: '2026-03-02T09:30' },
    'MedicationRequest.authoredOn: must match pattern',
  ],
  [
    'a date in words',
    { ...codedOrder, authoredOn: '2 Mar 2026' },
    'MedicationRequest.authoredOn: must match',
  ],
  ['an id with an underscore', { ...codedOrder, id: 'order_1' }, 'MedicationRequest.id: must match pattern'],
  [
    'an empty array',
    { ...codedOrder, dosageInstruction: [] },
    'MedicationRequest.dosageInstruction: must not be an empty array',
  ],
  [
    'an empty string',
    { ...codedOrder, note: [{ text: '' }] },
    'MedicationRequest.note[0].text: must not be an empty string',
  ],
  [
    'an empty object',
    { ...codedOrder, groupIdentifier: {} },
    'MedicationRequest.groupIdentifier: must have a value or children (ele-1)',
  ],
  [
    'an object where an array belongs',
    { ...codedOrder, category: { text: 'inpatient' } },
    'MedicationRequest.category: must be array',
  ],
  [
    'half a repeat',
    { ...codedOrder, dispenseRequest: { numberOfRepeatsAllowed: 1.5 } },
    'numberOfRepeatsAllowed: Expected number to be an integer',
  ],
  [
    'a validity that ends before it starts',
    { ...codedOrder, dispenseRequest: { validityPeriod: { start: '2026-03-02', end: '2026-03-01' } } },
    'MedicationRequest.dispenseRequest.validityPeriod: If present, start SHALL have a lower value than end (per-1)',
  ],
];
