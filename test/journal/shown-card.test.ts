import { describe, expect, it } from '@jest/globals';
import { DateTime } from 'luxon';
import { shownCardOf } from '../../src/journal/shown-card.js';
import type { Card, Evidence } from '../../src/request/hook-response.js';
import { CARD, SUGGESTION } from './entries.js';

const TODAY = DateTime.fromISO('2026-10-15T23:30:00', { zone: 'Pacific/Auckland' });

function card(evidence: unknown): Card {
  return {
    uuid: CARD,
    summary: 'Jane Doe: IgG 3.9 g/L',
    detail: 'Jane Doe, born 1980',
    indicator: 'warning',
    source: { label: 'Label', topic: { system: 'urn:x', code: 'immunoglobulinLow', display: 'Low' } },
    suggestions: [
      {
        uuid: SUGGESTION,
        label: 'Refer to clinical immunology',
        actions: [
          {
            type: 'create',
            description: 'Refer Jane Doe',
            resource: { resourceType: 'Patient', name: [{ text: 'Jane Doe' }] },
          },
        ],
      },
    ],
    selectionBehavior: 'any',
    extension: { 'org.ocrelizumab-cds.evidence': evidence },
  };
}

const igg: Evidence = {
  fact: 'labs.igg',
  state: 'usable',
  value: 3.9,
  unit: 'g/L',
  asReported: '390 mg/dL (Jane Doe)',
  on: '2026-10-03T08:00:00+13:00',
  reference: 'Observation/jane-doe',
  reason: 'Jane Doe',
};

describe('what the journal may know of a card', () => {
  it('is its topic, indicator, ids, labels, and the states and ages of its facts', () => {
    expect(shownCardOf(card([igg]), TODAY)).toEqual({
      uuid: CARD,
      topic: 'immunoglobulinLow',
      indicator: 'warning',
      suggestions: [{ uuid: SUGGESTION, label: 'Refer to clinical immunology' }],
      facts: [{ name: 'labs.igg', state: 'usable', ageDays: 12, value: 3.9 }],
    });
  });

  it('is nothing that a record says of the patient', () => {
    expect(JSON.stringify(shownCardOf(card([igg]), TODAY))).not.toMatch(/jane|1980|2026/i);
  });

  it.each<[string, Partial<Evidence>, object]>([
    ['no age where there is no date', { on: undefined as unknown as string }, { value: 3.9 }],
    ['no age where the date cannot be read', { on: 'last week' }, { value: 3.9 }],
    ['no value where it is text', { value: 'positive in Jane Doe' }, { ageDays: 12 }],
    ['an age of nought for today', { on: '2026-10-15' }, { ageDays: 0, value: 3.9 }],
  ])('has %s', (_, changes, rest) => {
    const shown = shownCardOf(card([{ ...igg, ...changes }]), TODAY);
    expect(shown.facts).toEqual([{ name: 'labs.igg', state: 'usable', ...rest }]);
  });

  it.each([
    ['nothing', undefined],
    ['an object', {}],
    ['text', 'labs.igg'],
  ])('has no facts where the evidence is %s', (_, evidence) => {
    expect(shownCardOf(card(evidence), TODAY).facts).toEqual([]);
  });
});
