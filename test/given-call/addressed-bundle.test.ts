import { describe, expect, it } from '@jest/globals';
import { readGivenCall } from '../../src/given-call/given-call.js';
import { siteCalendar } from '../../src/picture/site-calendar.js';
import { TODAY } from '../support/case-terms.js';
import { judgeOn, loadProjectDeck } from '../support/judge-story.js';

const deck = loadProjectDeck();
const calendar = siteCalendar('UTC')(new Date(`${TODAY}T12:00:00Z`));
const urn = (n: number) => `urn:uuid:0000000${n}-0000-4000-8000-000000000000`;
const subject = { reference: urn(1) };
const medicationReference = { reference: urn(2) };

describe('a Bundle whose resources name each other by their addresses', () => {
  it('is read as one whose resources name each other by their ids', () => {
    const bundle = {
      resourceType: 'Bundle',
      type: 'collection',
      entry: [
        { fullUrl: urn(1), resource: { resourceType: 'Patient', id: 'claire', gender: 'female' } },
        { fullUrl: urn(2), resource: { resourceType: 'Medication', code: { text: 'Ocrevus' } } },
        {
          fullUrl: urn(3),
          resource: {
            resourceType: 'MedicationAdministration',
            status: 'completed',
            subject,
            medicationReference,
            effectiveDateTime: '2026-01-20',
            dosage: { dose: { value: 600, unit: 'mg' } },
          },
        },
        {
          fullUrl: urn(4),
          resource: {
            resourceType: 'MedicationRequest',
            status: 'draft',
            intent: 'order',
            subject,
            medicationReference,
          },
        },
      ],
    };
    const given = readGivenCall(JSON.stringify(bundle), 'order-sign', deck, calendar);
    if (!given.ok) throw new Error(JSON.stringify(given));
    expect(given.notes).toEqual([]);
    const { picture } = judgeOn(deck, given.request as Parameters<typeof judgeOn>[1], TODAY);
    expect(picture.orders.ocrelizumab).toMatchObject({ isPresent: true, count: 1 });
    expect(picture.exposure).toMatchObject({ doseCount: 1, isCertain: true });
  });
});
