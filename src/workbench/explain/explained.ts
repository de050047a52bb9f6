import { type Judgement, judge } from '../../answer.js';
import type { Deck } from '../../deck/deck.js';
import { CdsError } from '../../errors.js';
import type { Resource } from '../../fhir/resource.js';
import { FAILURE_WORDS } from '../../gather/failure-words.js';
import type { Gathered, PrefetchOutcome } from '../../gather/prefetch-outcome.js';
import { readPrefetch } from '../../gather/read-prefetch.js';
import type { SiteCalendar } from '../../picture/site-calendar.js';
import { sourceOf } from '../../picture/source.js';
import type { HookRequest } from '../../request/hook-request.js';
import { draftsOf } from '../../request/session-drafts.js';
import { type Chart, chartOf } from '../chart/chart.js';
import { type Why, whyOf } from './why.js';

/** What came under one prefetch key. */
export interface KeyState {
  readonly key: string;
  readonly name: string;
  readonly words: string;
  readonly isGap: boolean;
}

/** A call with all that was found on the way to its cards. */
export interface Explained {
  readonly request: HookRequest;
  readonly judgement: Judgement;
  readonly chart: Chart;
  readonly whys: readonly Why[];
  readonly keys: readonly KeyState[];
  /** The resources that facts name, each once. */
  readonly resources: readonly Resource[];
}

export type Explanation =
  | ({ readonly kind: 'explained' } & Explained)
  | {
      readonly kind: 'refused';
      readonly status: number;
      readonly text: string;
      readonly keys: readonly KeyState[];
    };

/** Judges a call without any effect: nothing is fetched, stored or logged. */
export function explain(deck: Deck, request: HookRequest, calendar: SiteCalendar, now: Date): Explanation {
  const gathered = readPrefetch(deck.hooks[request.hook].templates, request.prefetch);
  const keys = keyStates(deck, gathered);
  let judgement: Judgement;
  try {
    judgement = judge(deck, { request, gathered, calendar, now });
  } catch (error) {
    if (!(error instanceof CdsError)) throw error;
    return { kind: 'refused', status: error.status, text: error.message, keys };
  }
  const whys = whyOf(deck, judgement, request.hook);
  return {
    kind: 'explained',
    request,
    judgement,
    whys,
    keys,
    chart: chartOf(deck, { request, gathered, picture: judgement.picture, calendar }),
    resources: named(whys, [...resourcesIn(gathered), ...draftsOf(request)]),
  };
}

function keyStates({ source }: Deck, gathered: Gathered): readonly KeyState[] {
  return Object.entries(gathered).map(([key, outcome]) => ({
    key,
    name: source.definitions.queries[key]?.name ?? key,
    words: wordsOf(outcome),
    isGap: 'failure' in outcome,
  }));
}

function wordsOf(outcome: PrefetchOutcome): string {
  switch (outcome.state) {
    case 'supplied':
      return counted(outcome.resources.length);
    case 'known-empty':
      return 'none, and the search ran';
    case 'incomplete':
      return `${counted(outcome.resources.length)}; ${FAILURE_WORDS[outcome.failure]}`;
    default:
      return FAILURE_WORDS[outcome.failure];
  }
}

function counted(count: number): string {
  return `${count} ${count === 1 ? 'resource' : 'resources'}`;
}

function resourcesIn(gathered: Gathered): readonly Resource[] {
  return Object.values(gathered).flatMap((outcome) => ('resources' in outcome ? outcome.resources : []));
}

function named(whys: readonly Why[], all: readonly Resource[]): readonly Resource[] {
  const references = new Set(whys.flatMap(({ facts }) => facts.flatMap(({ sources }) => sources)));
  const found = new Map<string, Resource>();
  for (const resource of all) {
    const reference = sourceOf(resource);
    if (references.has(reference) && !found.has(reference)) found.set(reference, resource);
  }
  return [...found.values()];
}
