import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { judgeOn } from '../support/judge-story.js';
import { diceOf } from './dice.js';
import { allAtOnce, type Change, neutralChanges } from './neutral-changes.js';
import { PROPERTY_MS, runs } from './runs.js';
import { deck, gistOf, type ToldCall, toldCalls } from './told-calls.js';

const names = [...toldCalls.keys()];

function gistAfter(change: Change, { request, today }: ToldCall, seed: number): readonly string[] {
  return gistOf(judgeOn(deck, change(request, diceOf(seed)), today));
}

describe('the same record told otherwise gets the same cards', () => {
  it.each(Object.entries(neutralChanges))(
    '%s',
    (_, change) => {
      fc.assert(
        fc.property(fc.constantFrom(...names), fc.nat(), (name, seed) => {
          const call = toldCalls.get(name) as ToldCall;
          expect(gistAfter(change, call, seed)).toEqual(call.gist);
        }),
        runs(50),
      );
    },
    PROPERTY_MS,
  );

  it.each([...toldCalls])(
    'all of it at once: %s',
    (_, call) => {
      fc.assert(
        fc.property(fc.nat(), (seed) => {
          expect(gistAfter(allAtOnce, call, seed)).toEqual(call.gist);
        }),
        runs(1),
      );
    },
    PROPERTY_MS,
  );
});
