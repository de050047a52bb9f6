import { expect, it } from '@jest/globals';
import { isResource } from '../../src/fhir/resource.js';

it.each([{ resourceType: 'Patient' }, { resourceType: 'MedicationRequest', id: 7 }])(
  'takes what names a type: %j',
  (json) => {
    expect(isResource(json)).toBe(true);
  },
);

it.each([
  null,
  'Patient',
  [],
  {},
  { resourceType: 7 },
  { resourceType: '' },
  { resourceType: 'constructor' },
  { resourceType: '__proto__' },
])('takes nothing else: %j', (json) => {
  expect(isResource(json)).toBe(false);
});
