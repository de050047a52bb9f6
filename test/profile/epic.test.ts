import { describe, expect, it } from '@jest/globals';
import { profileOf } from '../../src/profile/ehr-profile.js';
import type { Card } from '../../src/request/hook-response.js';

const RXNORM = 'http://www.nlm.nih.gov/research/umls/rxnorm';
const LOCAL = 'urn:com.epic.cdshooks.action.code.system.preference-list-item';

const card: Card = {
  uuid: '5a1f0c7e-5a0a-4c3c-9a39-2a6f8b0e7d11',
  summary: 'No premedication ordered',
  indicator: 'warning',
  source: { label: 'label', topic: { system: 'https://example.org', code: 'premedication' } },
  selectionBehavior: 'at-most-one',
  suggestions: [
    {
      label: 'Methylprednisolone',
      uuid: '5a1f0c7e-5a0a-4c3c-9a39-2a6f8b0e7d12',
      actions: [
        {
          type: 'create',
          description: 'Order methylprednisolone 100 mg IV',
          resource: {
            resourceType: 'MedicationRequest',
            status: 'draft',
            intent: 'proposal',
            subject: { reference: 'Patient/1' },
            medicationCodeableConcept: {
              coding: [
                { system: LOCAL, code: '4711' },
                { system: RXNORM, code: '1743704' },
              ],
            },
          },
        },
      ],
    },
  ],
};

describe('the profile for Epic', () => {
  it('names RxNorm by the OID that Epic acts on, and leaves local systems as they are', () => {
    expect(profileOf('epic')(card).suggestions?.[0]?.actions[0]).toMatchObject({
      resource: {
        medicationCodeableConcept: {
          coding: [
            { system: LOCAL, code: '4711' },
            { system: 'urn:oid:2.16.840.1.113883.6.88', code: '1743704' },
          ],
        },
      },
    });
  });

  it('offers suggestions one by one', () => {
    expect(profileOf('epic')(card).selectionBehavior).toBe('any');
  });

  it('leaves a card without suggestions as it is', () => {
    const { suggestions: _, selectionBehavior: __, ...plain } = card;
    expect(profileOf('epic')(plain)).toEqual(plain);
  });
});

describe('the default profile', () => {
  it('changes nothing', () => {
    expect(profileOf('default')(card)).toBe(card);
  });
});
