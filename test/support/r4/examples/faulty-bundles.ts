import { collection, PATIENT_URN, searchset, transaction } from './bundles.js';
import type { Fault } from './fault.js';
import { quantityLab } from './labs.js';
import { codedOrder } from './orders.js';
import { patient } from './patient.js';

const { type: _type, ...withoutType } = collection;
const holding = (...entry: object[]) => ({ resourceType: 'Bundle', type: 'collection', entry });

export const faultyBundles: readonly Fault[] = [
  ['no type', withoutType, 'Bundle.type: Missing required property'],
  ['an unknown type', { ...collection, type: 'list' }, 'Bundle.type: "list" is not in'],
  ['a total in a collection', { ...collection, total: 4 }, '(bdl-1)'],
  ['a search mode in a collection', { ...searchset, type: 'collection' }, '(bdl-2)'],
  ['requests in a collection', { ...transaction, type: 'collection' }, '(bdl-3)'],
  ['an entry of nothing', holding({ fullUrl: PATIENT_URN }), '(bdl-5)'],
  ['one address twice', holding(...collection.entry, { fullUrl: PATIENT_URN, resource: patient }), '(bdl-7)'],
  [
    'a versioned address',
    holding({ fullUrl: 'https://e.org/Patient/p1/_history/1', resource: patient }),
    '(bdl-8)',
  ],
  ['a document without composition', { ...collection, type: 'document' }, '(bdl-11)'],
  [
    'a fault in an entry',
    holding({ resource: patient }, { resource: { ...codedOrder, status: 'ordered' } }),
    'Bundle.entry[1].resource.status: "ordered" is not in',
  ],
  [
    'an unknown member in an entry',
    holding({ resource: { ...patient, birthdate: '1984' } }),
    'Bundle.entry[0].resource.birthdate: unknown member',
  ],
  [
    'an entry that lacks a member',
    holding({ resource: { resourceType: 'Observation', status: 'final' } }),
    'Bundle.entry[0].resource.code: Missing required property',
  ],
  [
    'a reference to an entry of a wrong type',
    holding(
      { fullUrl: PATIENT_URN, resource: patient },
      { resource: { ...quantityLab, encounter: { reference: PATIENT_URN } } },
    ),
    'Bundle.entry[1].resource.encounter: refers to Patient, allowed: Encounter',
  ],
  [
    'a local reference to what the bundle, not the entry, holds',
    holding({ resource: patient }, { resource: { ...quantityLab, subject: { reference: '#p1' } } }),
    'Bundle.entry[1].resource.subject: SHALL have a contained resource',
  ],
  [
    'a resource of no type',
    holding({ resource: { id: 'p1' } }),
    'Bundle.entry[0].resource.resourceType: undefined is no R4 resource type',
  ],
  [
    'a resource of an unknown type',
    holding({ resource: { resourceType: 'Patients', id: 'p1' } }),
    'Bundle.entry[0].resource.resourceType: Patients is no R4 resource type',
  ],
  ['a text for a resource', holding({ resource: 'Patient/p1' }), 'Bundle.entry[0].resource: must be object'],
];
