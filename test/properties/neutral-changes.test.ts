import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import type { Judgement } from '../../src/answer.js';
import { judgeOn } from '../support/judge-story.js';
import { diceOf } from './dice.js';
import { allAtOnce, type Change, retellings, rewordings } from './neutral-changes.js';
import { PROPERTY_MS, runs } from './runs.js';
import { deck, gistOf, type ToldCall, toldCalls, wordsOf } from './told-calls.js';

const anyCall = fc.constantFrom(...toldCalls.keys());

function callOf(name: string): ToldCall {
  const call = toldCalls.get(name);
  if (!call) throw new Error(`no story is called "${name}"`);
  return call;
}

function judged(change: Change, { request, today }: ToldCall, seed: number): Judgement {
  return judgeOn(deck, change(request, diceOf(seed)), today);
}

it.each(Object.entries({ ...retellings, ...rewordings }))('there are calls for: %s', (_, change) => {
  const isChanged = ({ request }: ToldCall) =>
    JSON.stringify(change(request, diceOf(1))) !== JSON.stringify(request);
  expect([...toldCalls.values()].filter(isChanged).length).toBeGreaterThan(20);
});

describe('the same record told otherwise', () => {
  it.each(Object.entries(retellings))(
    'gets the same answer to the word: %s',
    (_, change) => {
      fc.assert(
        fc.property(anyCall, fc.nat(), (name, seed) => {
          const call = callOf(name);
          const judgement = judged(change, call, seed);
          expect(gistOf(judgement)).toEqual(call.gist);
          expect(wordsOf(judgement)).toEqual(call.words);
        }),
        runs(40),
      );
    },
    PROPERTY_MS,
  );

  it.each(Object.entries(rewordings))(
    'gets the same cards: %s',
    (_, change) => {
      fc.assert(
        fc.property(anyCall, fc.nat(), (name, seed) => {
          const call = callOf(name);
          expect(gistOf(judged(change, call, seed))).toEqual(call.gist);
        }),
        runs(60),
      );
    },
    PROPERTY_MS,
  );

  it.each([...toldCalls])(
    'gets the same cards when all of it is otherwise at once: %s',
    (_, call) => {
      fc.assert(
        fc.property(fc.nat(), (seed) => {
          expect(gistOf(judged(allAtOnce, call, seed))).toEqual(call.gist);
        }),
        runs(1),
      );
    },
    PROPERTY_MS,
  );
});
