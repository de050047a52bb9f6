import { expect, it } from '@jest/globals';
import { type AnswerDeps, answerHook } from '../src/answer-hook.js';
import { FETCH_CAPS } from '../src/gather/fhir-search.js';
import { siteCalendar } from '../src/picture/site-calendar.js';
import type { HookRequest } from '../src/request/hook-request.js';
import { storyRequest } from '../src/stories/story-request.js';
import { loadProjectDeck, stories } from './support/judge-story.js';

const deck = loadProjectDeck();
const story = stories.get('naive-low-igg');
if (story === undefined) throw new Error('the story is gone');
const request = storyRequest(story, 'order-sign', deck);
const at = Date.parse(`${story.today}T12:00:00Z`);

function answeredWith(deps: Pick<AnswerDeps, 'record' | 'observe'>, call: HookRequest = request) {
  const answer = answerHook({
    deck,
    fetch,
    limits: { ...FETCH_CAPS, budgetMs: 1000 },
    clock: () => at,
    calendarAt: siteCalendar('UTC'),
    log: { info: () => undefined, warn: () => undefined, error: () => undefined },
    observeFetch: () => undefined,
    ...deps,
  });
  const service = { id: 'ocrelizumab-order-sign', hook: 'order-sign', title: '', description: '' };
  const signal = new AbortController().signal;
  return answer(service, call, { caller: { kind: 'open' }, requestId: 'r', arrivedAt: at, signal });
}

it('notes one outcome of a call, also where the noting fails', async () => {
  const outcomes: string[] = [];
  const record: AnswerDeps['record'] = ({ outcome }) => outcomes.push(outcome);
  const observe = () => {
    throw new Error('a metric with another label');
  };
  await expect(answeredWith({ record, observe })).rejects.toThrow('a metric with another label');
  expect(outcomes).toEqual(['answered']);
});

it('notes a call that could not be judged by what it was refused for', async () => {
  const outcomes: string[] = [];
  const { prefetch: _, ...withoutPrefetch } = request;
  const record: AnswerDeps['record'] = ({ outcome }) => outcomes.push(outcome);
  await expect(answeredWith({ record, observe: () => undefined }, withoutPrefetch)).rejects.toMatchObject({
    code: 'data-unobtainable',
  });
  expect(outcomes).toEqual(['data-unobtainable']);
});
