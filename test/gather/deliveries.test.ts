import { readFileSync } from 'node:fs';
import { describe, expect, it } from '@jest/globals';
import type { Bundle } from 'fhir/r4.js';
import { parse } from 'yaml';
import { type CaseCall, callOf, seenOf } from '../support/case-call.js';
import { TODAY } from '../support/case-terms.js';
import { judgeOn, loadProjectDeck } from '../support/judge-story.js';

/** A call whose decisive record is under one key; `decisive-records.yaml` says how it is told. */
interface Decisive extends CaseCall {
  readonly topic: string;
  readonly found: string;
  readonly none: string;
  readonly called?: string;
  readonly softens?: boolean;
}

const calls = Object.entries(
  parse(readFileSync(new URL('./decisive-records.yaml', import.meta.url), 'utf8')) as Readonly<
    Record<string, Decisive>
  >,
);
const deck = loadProjectDeck();

const bundle = (members: object) => ({ resourceType: 'Bundle', type: 'searchset', ...members });
const outcome = (severity: string, code: string) => ({
  resourceType: 'OperationOutcome',
  issue: [{ severity, code }],
});

/** How EHRs say that the search ran and found nothing. */
const nothing: Readonly<Record<string, unknown>> = {
  null: null,
  'a Bundle without entries': bundle({}),
  'a Bundle of none': bundle({ total: 0, entry: [] }),
  '"no results" as Epic says it': bundle({
    total: 0,
    entry: [{ resource: outcome('warning', 'processing'), search: { mode: 'outcome' } }],
  }),
};

/** Ways in which a key can come without saying anything. */
const failures: Readonly<Record<string, unknown>> = {
  'an error': outcome('error', 'exception'),
  'an error inside the Bundle': bundle({ entry: [{ resource: outcome('error', 'exception') }] }),
  'an error page': '<html><body>HTTP Status 500</body></html>',
  'a Bundle that is said to go on': bundle({
    link: [{ relation: 'next', url: 'https://ehr.example.org/2' }],
  }),
  'a Bundle of something else': bundle({ entry: [{ resource: { resourceType: 'Goal', id: 'g' } }] }),
  'a truncated text': '{"resourceType":"Bundle","type":"sear',
  'an empty object': {},
};

const under = (call: Decisive, key: string, value: unknown): CaseCall => ({
  ...call,
  sent: { ...call.sent, [key]: value },
});

/** What a search answered; the patient, who is read by id, comes without a Bundle. */
function sentUnder(call: CaseCall, key: string): Bundle {
  const sent = callOf(call, deck).prefetch?.[key] as Bundle | undefined;
  if (sent?.resourceType !== 'Bundle') throw new Error(`${key} is no search`);
  return sent;
}

function judged(call: CaseCall, topic: string) {
  const judgement = judgeOn(deck, callOf(call, deck), TODAY);
  const seen = seenOf(judgement, [topic, 'couldNotCheck']);
  const note = judgement.cards.find(({ source }) => source.topic.code === 'couldNotCheck');
  return { said: seen[topic], note: note?.detail };
}

it('every key that order-sign asks for has its record', () => {
  expect(calls.map(([key]) => key).sort()).toEqual(Object.keys(deck.hooks['order-sign'].templates).sort());
});

describe.each(calls.filter(([, { softens }]) => !softens))('%s', (key, call) => {
  const { topic, found, none } = call;
  const name = call.called ?? deck.source.definitions.queries[key]?.name ?? key;
  const isSupplementary = deck.source.definitions.queries[key]?.supplementary === true;

  it(`as it should be: ${topic} is ${found}, with nothing unchecked`, () => {
    expect(judged(call, topic)).toEqual({ said: found, note: undefined });
  });

  it.each(Object.entries(nothing))('%s means that there is none', (_, value) => {
    const { said, note } = judged(under(call, key, value), topic);
    expect(said).toBe(none);
    // A patient of whom nothing is known has no age either.
    if (key !== 'patient') expect(note).toBeUndefined();
  });

  it.each(Object.entries(failures))('%s is never taken for none, and is said', (_, value) => {
    const { said, note } = judged(under(call, key, value), topic);
    expect({ said, note: note ?? '' }).toEqual({
      said: none === 'info' ? 'info' : 'cannot-tell',
      note: expect.stringContaining(name) as unknown,
    });
  });

  it(
    isSupplementary
      ? 'not offered by the EHR leaves no gap'
      : 'not sent is never taken for none, and is said',
    () => {
      const { said, note } = judged({ ...call, notSent: [key] }, topic);
      if (isSupplementary) expect({ said, note }).toEqual({ said: none, note: undefined });
      else {
        expect({ said, note: note ?? '' }).toEqual({
          said: 'cannot-tell',
          note: expect.stringContaining(name) as unknown,
        });
      }
    },
  );

  if (key === 'patient') return;

  it('a first page with the record on it is enough to warn', () => {
    const sent = sentUnder(call, key);
    const paged = { ...sent, link: [{ relation: 'next', url: 'https://ehr.example.org/2' }] };
    expect(judged(under(call, key, paged), topic).said).toBe(found);
  });

  it('every entry sent twice changes nothing', () => {
    const sent = sentUnder(call, key);
    const twice = { ...sent, entry: [...(sent.entry ?? []), ...(sent.entry ?? [])].reverse() };
    expect(judged(under(call, key, twice), topic)).toEqual({ said: found, note: undefined });
  });
});

describe.each(calls.filter(([, { softens }]) => softens))('%s, which only softens', (key, call) => {
  const { topic, found, none } = call;

  it(`as it should be: ${topic} is ${found}`, () => {
    expect(judged(call, topic).said).toBe(found);
  });

  it.each(Object.entries({ ...nothing, ...failures }))('%s softens nothing', (_, value) => {
    expect(judged(under(call, key, value), topic).said).toBe(none);
  });

  it('not sent, it softens nothing', () => {
    expect(judged({ ...call, notSent: [key] }, topic).said).toBe(none);
  });
});

describe.each(calls.map(([key]) => key))('%s of a patient with everything in order', (key) => {
  const well = { start: 'naive' };
  const topicsOf = (call: CaseCall) =>
    judgeOn(deck, callOf(call, deck), TODAY).cards.map(({ source }) => source.topic.code);

  it.each(Object.entries(failures))('%s never makes a test missing that may well be there', (_, value) => {
    const usual = topicsOf(well);
    const added = topicsOf({ ...well, sent: { [key]: value } }).filter((topic) => !usual.includes(topic));
    expect(added.filter((topic) => topic !== 'couldNotCheck')).toEqual([]);
  });
});
