import type { Judgement } from '../../src/answer.js';
import type { HookName, HookRequest } from '../../src/request/hook-request.js';
import { storyRequest } from '../../src/stories/story-request.js';
import { judgeOn, loadProjectDeck, stories } from '../support/judge-story.js';
import { isObject, type Json, type JsonObject } from './json.js';

export const deck = loadProjectDeck();

/** One call of a story, with what is answered to it. */
export interface ToldCall {
  readonly hook: HookName;
  readonly today: string;
  readonly request: HookRequest;
  readonly gist: Gist;
  readonly words: readonly string[];
}

/** What a physician acts on: which cards, how grave, what is offered. */
export type Gist = readonly string[];

export function gistOf({ cards }: Pick<Judgement, 'cards'>): Gist {
  return cards.map(
    ({ source, indicator, suggestions = [] }) =>
      `${indicator} ${source.topic.code}${suggestions.map(({ label }) => ` | ${label}`).join('')}`,
  );
}

/** Every word of an answer. */
export function wordsOf({ cards }: Pick<Judgement, 'cards'>): readonly string[] {
  return cards.map(({ summary, detail }) => `${summary}\n${detail ?? ''}`);
}

/** Every call of every story, by story and hook. */
export const toldCalls: ReadonlyMap<string, ToldCall> = new Map(
  [...stories.values()].flatMap((story) =>
    story.hooks.map((hook) => {
      const request = storyRequest(story, hook, deck);
      const judgement = judgeOn(deck, request, story.today);
      const answer = { gist: gistOf(judgement), words: wordsOf(judgement) };
      return [`${story.name} at ${hook}`, { hook, today: story.today, request, ...answer }] as const;
    }),
  ),
);

/** The resources of each prefetch bundle changed; what is no bundle stays as it was sent. */
export function withRecords(
  request: HookRequest,
  change: (resources: readonly JsonObject[], key: string) => readonly JsonObject[],
): HookRequest {
  const prefetch = Object.entries(request.prefetch ?? {}).map(([key, value]) => [
    key,
    withEntries(value as Json, (resources) => change(resources, key)),
  ]);
  return { ...request, prefetch: Object.fromEntries(prefetch) };
}

/** The unsigned orders changed, where there are any. */
export function withDrafts(
  request: HookRequest,
  change: (resources: readonly JsonObject[]) => readonly JsonObject[],
): HookRequest {
  const { draftOrders } = request.context;
  if (!draftOrders) return request;
  const changed = withEntries(draftOrders as unknown as Json, change) as unknown as typeof draftOrders;
  return { ...request, context: { ...request.context, draftOrders: changed } };
}

/** Everything FHIR in a call changed in the same way. */
export function withFhir(request: HookRequest, change: (fhir: Json) => Json): HookRequest {
  const { context, prefetch } = request;
  const { draftOrders } = context;
  return {
    ...request,
    ...(prefetch && { prefetch: change(prefetch as Json) as typeof prefetch }),
    context: {
      ...context,
      ...(draftOrders && {
        draftOrders: change(draftOrders as unknown as Json) as unknown as typeof draftOrders,
      }),
    },
  };
}

function withEntries(
  bundle: Json,
  change: (resources: readonly JsonObject[]) => readonly JsonObject[],
): Json {
  if (!isObject(bundle) || bundle.resourceType !== 'Bundle' || !Array.isArray(bundle.entry)) return bundle;
  const resources = (bundle.entry as readonly Json[]).flatMap((entry) =>
    isObject(entry) && isObject(entry.resource) ? [entry.resource] : [],
  );
  return { ...bundle, entry: change(resources).map((resource) => ({ resource })) };
}
