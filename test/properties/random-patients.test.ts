import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import type { Card } from '../../src/request/hook-response.js';
import { assertValidResponse } from '../../src/request/response-schema.js';
import { TODAY } from '../support/case-terms.js';
import { judgeOn } from '../support/judge-story.js';
import { validateR4 } from '../support/r4/validate-r4.js';
import { randomPatient, requestFor } from './random-patient.js';
import { PROPERTY_MS, runs } from './runs.js';
import { deck } from './told-calls.js';

/** What slips into a text where a value is missing. */
const SLIPS = [
  /undefined|\bnull\b|NaN|Infinity|\{\{|\}\}|\[object|Invalid/,
  /\(\s*\)|,\s*,| [,;:]| {2}|^\s*$/,
  // A colon with nothing behind it: a list was to follow, and did not.
  /:\s*$/,
];

const validated = new Map<string, readonly string[]>();

/** Offered orders differ in dates and references alone: each kind is held to R4 once. */
function problemsOf(resource: object): readonly string[] {
  const kind = JSON.stringify(resource).replace(/\d{4}-\d{2}-\d{2}(T[\d:.]+Z)?/g, 'day');
  const problems = validated.get(kind) ?? validateR4(resource);
  validated.set(kind, problems);
  return problems;
}

function textsOf({ summary, detail, suggestions = [], source }: Card): readonly string[] {
  const offers = suggestions.flatMap(({ label, actions }) => [label, ...actions.map((a) => a.description)]);
  return [summary, ...(detail === undefined ? [] : [detail]), source.label, ...offers];
}

function evidenceOf({ extension }: Card): unknown {
  return extension?.['org.ocrelizumab-cds.evidence'] ?? [];
}

function expectReadable(cards: readonly Card[]): void {
  assertValidResponse({ cards });
  expect(cards.length).toBeLessThanOrEqual(8);
  const topics = cards.map(({ source }) => source.topic.code);
  expect(topics).toEqual([...new Set(topics)]);
  for (const card of cards) {
    expect(card.summary.length).toBeLessThan(140);
    expect(textsOf(card).filter((text) => SLIPS.some((slip) => slip.test(text)))).toEqual([]);
    expect(evidenceOf(card)).not.toEqual([]);
  }
}

describe('whoever the patient is', () => {
  it(
    'the answer is short, readable, founded, valid and always the same',
    () => {
      fc.assert(
        fc.property(randomPatient, (somebody) => {
          const request = requestFor(somebody);
          const { cards } = judgeOn(deck, request, TODAY);
          expectReadable(cards);
          expect(judgeOn(deck, structuredClone(request), TODAY).cards).toEqual(cards);
          const actions = cards.flatMap(({ suggestions = [] }) => suggestions.flatMap((s) => s.actions));
          const drafts = (request.context.draftOrders?.entry ?? []).map(
            ({ resource }) => `${resource?.resourceType}/${resource?.id}`,
          );
          for (const action of actions) {
            if (action.type === 'create') expect(problemsOf(action.resource)).toEqual([]);
            else expect(drafts).toContain(action.resourceId);
          }
          const uuids = cards.flatMap(({ uuid, suggestions = [] }) => [
            uuid,
            ...suggestions.map((s) => s.uuid),
          ]);
          expect(uuids).toEqual([...new Set(uuids)]);
        }),
        runs(250),
      );
    },
    PROPERTY_MS,
  );
});
