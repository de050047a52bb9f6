import { randomUUID } from 'node:crypto';
import { type Request, Router } from 'express';
import { judge } from '../../answer.js';
import { NOTHING_UNCHECKED } from '../../deck/unchecked.js';
import { CdsError } from '../../errors.js';
import { readPrefetch } from '../../gather/read-prefetch.js';
import { jsonBody } from '../../http/json-body.js';
import { methodNotAllowed } from '../../http/not-found.js';
import { sendJson } from '../../http/send-json.js';
import { pictureOf } from '../../picture/picture.js';
import type { Html } from '../../report/html.js';
import { isJsonObject } from '../../request/deep-freeze.js';
import { HOOKS, type HookName, type HookRequest } from '../../request/hook-request.js';
import type { Card } from '../../request/hook-response.js';
import { parseHookRequest } from '../../request/parse-hook-request.js';
import { assertValidResponse } from '../../request/response-schema.js';
import type { CardUse } from '../card-view.js';
import { chartOf } from '../chart/chart.js';
import { type PageContext, pageText, sendPageText } from '../page.js';
import type { WorkbenchDeps } from '../workbench.js';
import { encounterView } from './encounter-view.js';
import { noStoryPage, storiesPage } from './stories-page.js';
import type { StoryShelf } from './story-shelf.js';

export interface StoriesDeps extends Pick<WorkbenchDeps, 'deck' | 'mode' | 'calendarAt'> {
  readonly shelf: StoryShelf;
  readonly context: PageContext;
  readonly now: () => Date;
}

/** A story's call and its cards are a tenth of this; no token is asked for here. */
const STORY_BYTES = 1024 ** 2;

/** `GET /` with the patient stories, and what its script asks for. */
export function storiesRouter(deps: StoriesDeps): Router {
  const { deck, shelf, context, mode } = deps;
  const router = Router({ strict: true });
  router
    .route('/')
    .get((request, response) => {
      const asked = textOf(request, 'story');
      const story = asked === undefined ? shelf.first : shelf.find(asked);
      if (!story) {
        const page = noStoryPage(shelf.stories, asked, context.paths);
        return sendPageText(response, asked === undefined ? 200 : 404, pageText(page, context));
      }
      const named = textOf(request, 'hook');
      // The order is what the drug is checked at; a story without one is about the chart.
      const hook = story.hooks.find((one) => one === named) ?? preferred(story.hooks);
      const hookRequest = shelf.request(story, hook, deps.calendarAt(deps.now()).today);
      const page = storiesPage(
        shelf.stories,
        {
          story,
          hook,
          encounter: encounterOf(hookRequest, undefined, 'wait', deps),
          serviceId: deck.definition.hooks[hook].service,
          callsRealHook: mode === 'open',
        },
        context.paths,
      );
      sendPageText(response, 200, pageText(page, context));
    })
    .all(methodNotAllowed('GET', 'HEAD'));

  router
    .route('/workbench/stories/:name/:hook')
    .get((request, response) => {
      const story = shelf.find(request.params.name);
      const hook = story?.hooks.find((one) => one === request.params.hook);
      if (!story || !hook) throw new CdsError('unknown-service', 'There is no such story at this hook.');
      sendJson(response, 200, shelf.request(story, hook, deps.calendarAt(deps.now()).today));
    })
    .all(methodNotAllowed('GET', 'HEAD'));

  router
    .route('/workbench/outcomes')
    .get(async (_request, response) => sendJson(response, 200, await shelf.outcomes()))
    .all(methodNotAllowed('GET', 'HEAD'));

  const body = jsonBody(STORY_BYTES);
  router
    .route('/workbench/cards')
    .post(...body, (request, response) => {
      sendJson(response, 200, { cards: judged(requestIn(request.body), deps).cards });
    })
    .all(methodNotAllowed('POST'));

  router
    .route('/workbench/encounter')
    .post(...body, (request, response) => {
      const { request: sent, cards } = isJsonObject(request.body) ? request.body : {};
      const markup = encounterOf(requestIn(sent), cardsIn(cards), 'act', deps);
      sendPageText(response, 200, markup.text);
    })
    .all(methodNotAllowed('POST'));
  return router;
}

function preferred(hooks: readonly HookName[]): HookName {
  return hooks.find((hook) => hook === 'order-sign') ?? hooks[0] ?? 'patient-view';
}

function textOf({ query }: Request, name: string): string | undefined {
  const value = query[name];
  return typeof value === 'string' ? value : undefined;
}

function requestIn(body: unknown): HookRequest {
  const named = isJsonObject(body) ? HOOKS.find((hook) => hook === body.hook) : undefined;
  if (named === undefined)
    throw new CdsError('invalid-request', `hook must be one of ${HOOKS.join(', ')}.`, ['/hook']);
  return parseHookRequest(body, named);
}

/** Cards that the browser got from the hook, to be shown: only what meets the standard is. */
function cardsIn(cards: unknown): readonly Card[] {
  try {
    const response = { cards } as Parameters<typeof assertValidResponse>[0];
    assertValidResponse(response);
    return response.cards;
  } catch {
    throw new CdsError('invalid-request', 'cards must be the cards of a CDS Hooks answer.', ['/cards']);
  }
}

function judged(request: HookRequest, { deck, calendarAt, now }: StoriesDeps) {
  const at = now();
  const gathered = readPrefetch(deck.hooks[request.hook].templates, request.prefetch);
  return judge(deck, { request, gathered, calendar: calendarAt(at), now: at });
}

/** Cards, orders and chart of a call; without cards it is judged here. */
function encounterOf(
  request: HookRequest,
  cards: readonly Card[] | undefined,
  use: CardUse,
  deps: StoriesDeps,
): Html {
  const { deck, context, calendarAt, now } = deps;
  const calendar = calendarAt(now());
  const gathered = readPrefetch(deck.hooks[request.hook].templates, request.prefetch);
  const picture = {
    ...pictureOf(deck.source, { request, gathered, calendar }),
    unchecked: NOTHING_UNCHECKED,
  };
  return encounterView(
    {
      hook: request.hook,
      cards: cards ?? cardsOrNone({ ...request, hookInstance: randomUUID() }, deps),
      chart: chartOf(deck, { request, gathered, picture, calendar }),
      use,
    },
    deck,
    context.paths,
  );
}

/** A story may tell of a call that is refused; the script then shows the refusal. */
function cardsOrNone(request: HookRequest, deps: StoriesDeps): readonly Card[] {
  try {
    return judged(request, deps).cards;
  } catch (error) {
    if (error instanceof CdsError) return [];
    throw error;
  }
}
