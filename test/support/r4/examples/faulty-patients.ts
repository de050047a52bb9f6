import type { Fault } from './fault.js';
import { patient, withheldPatient } from './patient.js';

export const faultyPatients: readonly Fault[] = [
  ['an unknown gender', { ...patient, gender: 'F' }, 'Patient.gender: "F" is not in'],
  [
    'a birth date with time',
    { ...patient, birthDate: '1984-02-29T00:00:00Z' },
    'Patient.birthDate: must match',
  ],
  [
    'a birthday in no leap year',
    { ...patient, birthDate: '1985-02-29' },
    'Patient.birthDate: there is no such day',
  ],
  [
    'two deaths',
    { ...patient, deceasedBoolean: true, deceasedDateTime: '2026' },
    'Patient.deceased[x]: only one',
  ],
  ['a boolean in words', { ...patient, active: 'true' }, 'Patient.active: must be boolean'],
  ['a contact that is nobody', { ...patient, contact: [{ gender: 'male' }] }, '(pat-1)'],
  ['a number of no system', { ...patient, telecom: [{ value: '555' }] }, '(cpt-2)'],
  ['a photo of no type', { ...patient, photo: [{ data: 'R0lGODlh' }] }, '(att-1)'],
  [
    'a photo that is not base64',
    { ...patient, photo: [{ contentType: 'image/gif', data: 'R0lGOD!' }] },
    'not base64',
  ],
  [
    'an unfilled gap',
    { ...patient, name: [{ given: ['Ada', null] }] },
    'Patient.name[0].given[1]: must not be null',
  ],
  [
    'a withheld value of no reason',
    { ...withheldPatient, _gender: { id: 'g' } },
    'Patient._gender: must have a value',
  ],
  [
    'an extension with value and children',
    { ...patient, extension: [{ url: 'urn:x', valueCode: 'a', extension: [{ url: 'b', valueCode: 'c' }] }] },
    '(ext-1)',
  ],
  [
    'an extension of no url',
    { ...patient, extension: [{ valueCode: 'a' }] },
    'Patient.extension[0].url: Missing',
  ],
  [
    'a narrative of no text',
    { ...patient, text: { status: 'generated', div: { p: 'Ada' } } },
    'Patient.text.div: must be string',
  ],
  [
    'a narrative with a script',
    { ...patient, text: { status: 'generated', div: '<div><script>1</script></div>' } },
    '(txt-1)',
  ],
];
