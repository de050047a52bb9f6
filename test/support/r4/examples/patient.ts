import type { Patient } from 'fhir/r4.js';

export const patient = {
  resourceType: 'Patient',
  id: 'p1',
  meta: { lastUpdated: '2026-03-01T08:00:00.123Z', profile: ['https://ehr.example.org/fhir/our-patient'] },
  text: {
    status: 'generated',
    div: '<div xmlns="http://www.w3.org/1999/xhtml"><p>Ada <b>Example</b></p></div>',
  },
  extension: [{ url: 'https://ehr.example.org/ward', valueString: 'Neurology\u00a03' }],
  name: [{ use: 'official', family: 'Example', given: ['Ada', 'M.'] }],
  telecom: [{ system: 'phone', value: '+1 555 0100' }],
  gender: 'female',
  birthDate: '1984-02-29',
  contact: [{ name: { text: 'Next of kin' } }],
  photo: [{ contentType: 'image/gif', data: 'R0lGODlhAQAB\n    AAAAACw=' }],
} satisfies Patient;

/** Every primitive here is withheld, or in part: the `_` members say why. */
export const withheldPatient = {
  resourceType: 'Patient',
  name: [
    {
      given: ['Ada', null],
      _given: [null, { extension: [{ url: 'https://ehr.example.org/withheld', valueBoolean: true }] }],
    },
  ],
  _gender: {
    extension: [
      { url: 'http://hl7.org/fhir/StructureDefinition/data-absent-reason', valueCode: 'asked-declined' },
    ],
  },
  birthDate: '1984',
  _birthDate: { id: 'born' },
};
