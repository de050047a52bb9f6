import { type Request, Router } from 'express';
import { CdsError } from '../../errors.js';
import { EXACT_PATHS } from '../../http/exact-paths.js';
import { jsonBody } from '../../http/json-body.js';
import { methodNotAllowed } from '../../http/not-found.js';
import { sendJson } from '../../http/send-json.js';
import { isJsonObject } from '../../json-object.js';
import type { HookName } from '../../request/hook-request.js';
import { type PageContext, pageText, sendPageText } from '../page.js';
import type { WorkbenchDeps } from '../workbench-deps.js';
import { encounterOf, judged } from './encounter.js';
import { cardsIn, requestIn } from './posted-call.js';
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
  const router = Router(EXACT_PATHS);
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
