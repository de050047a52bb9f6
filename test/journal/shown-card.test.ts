import { describe, expect, it } from '@jest/globals';
import { offeredLabels } from '../../src/journal/offered-labels.js';
import { shownCardOf } from '../../src/journal/shown-card.js';
import type { Card, Evidence } from '../../src/request/hook-response.js';
import { loadProjectDeck } from '../support/judge-story.js';
import { CARD, SUGGESTION } from './entries.js';

const labelOf = offeredLabels(loadProjectDeck());
const ageDaysOf = (fact: string) => (fact === 'labs.igg' ? 12 : undefined);
const CONTEXT = { labelOf, ageDaysOf };

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
    expect(shownCardOf(card([igg]), CONTEXT)).toEqual({
      uuid: CARD,
      topic: 'immunoglobulinLow',
      indicator: 'warning',
      suggestions: [{ uuid: SUGGESTION, label: 'Refer to clinical immunology' }],
      facts: [{ name: 'labs.igg', state: 'usable', ageDays: 12, value: 3.9 }],
    });
  });

  it('is nothing that a record says of the patient', () => {
    expect(JSON.stringify(shownCardOf(card([igg]), CONTEXT))).not.toMatch(/jane|1980|2026/i);
  });

  it('has no value where that is text', () => {
    const shown = shownCardOf(card([{ ...igg, value: 'positive in Jane Doe' }]), CONTEXT);
    expect(shown.facts).toEqual([{ name: 'labs.igg', state: 'usable', ageDays: 12 }]);
  });

  it('has no age where the fact has no day', () => {
    const shown = shownCardOf(card([{ ...igg, fact: 'labs.iga' }]), CONTEXT);
    expect(shown.facts).toEqual([{ name: 'labs.iga', state: 'usable', value: 3.9 }]);
  });

  it.each([
    ['nothing', undefined],
    ['an object', {}],
    ['text', 'labs.igg'],
  ])('has no facts where the evidence is %s', (_, evidence) => {
    expect(shownCardOf(card(evidence), CONTEXT).facts).toEqual([]);
  });
});

describe('the label of a suggestion in the journal', () => {
  const day = 'Ocrelizumab 300 mg, second dose, 16 Mar 2026';
  it.each([
    [
      'as the card file has it',
      'premedication',
      'Methylprednisolone 100 mg IV',
      'Methylprednisolone 100 mg IV',
    ],
    ['without the patient’s day', 'secondDose', day, 'Ocrelizumab 300 mg, second dose, …'],
    ['not told where the card file has no such label', 'immunoglobulinLow', 'Refer Jane Doe', '…'],
    ['not told where there is no such card', 'unknown', 'Refer to clinical immunology', '…'],
  ])('is %s', (_, topic, shown, label) => {
    expect(labelOf(topic, shown)).toBe(label);
  });
});
