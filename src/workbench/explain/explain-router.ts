import express, { Router } from 'express';
import { HOOK_OF_BUNDLES } from '../../given-call/bundle-call.js';
import type { GivenProblem } from '../../given-call/given.js';
import { readGivenCall } from '../../given-call/given-call.js';
import { momentOn } from '../../given-call/moment.js';
import { EXACT_PATHS } from '../../http/exact-paths.js';
import { methodNotAllowed } from '../../http/not-found.js';
import { isJsonObject } from '../../json-object.js';
import { HOOKS } from '../../request/hook-request.js';
import { type PageContext, pageText, sendPageText } from '../page.js';
import type { StoryShelf } from '../stories/story-shelf.js';
import type { WorkbenchDeps } from '../workbench-deps.js';
import { type Answered, type Entered, explainPage } from './explain-page.js';
import { explain } from './explained.js';

export interface ExplainDeps extends Pick<WorkbenchDeps, 'deck' | 'calendarAt'> {
  readonly shelf: StoryShelf;
  readonly context: PageContext;
  readonly now: () => Date;
}

/** A record of thousands of results may be pasted; no token is asked for here, so the limit of a hook is too wide. */
const TEXT_BYTES = 2 * 1024 ** 2;
/** A form triples what it must escape; so much of it may be the text that was pasted. */
const FORM_OVERHEAD = 3;

/** `GET` and `POST /workbench/what-would-i-see`: a form, and its answer as a page. Works without a script. */
export function explainRouter(deps: ExplainDeps): Router {
  const { shelf, context, now, calendarAt } = deps;
  const { paths } = context;
  const { first } = shelf;
  const exampleHook = first?.hooks.find((hook) => hook === 'order-sign') ?? first?.hooks[0];
  const example = first && exampleHook ? paths.storyRequest(first.name, exampleHook) : undefined;
  const form = express.urlencoded({
    extended: false,
    limit: TEXT_BYTES * FORM_OVERHEAD,
    parameterLimit: 10,
  });
  const router = Router(EXACT_PATHS);
  router
    .route('/workbench/what-would-i-see')
    .get((_request, response) => {
      const entered: Entered = { text: '', hook: HOOK_OF_BUNDLES, on: calendarAt(now()).today };
      sendPageText(
        response,
        200,
        pageText(explainPage(entered, { kind: 'nothing' }, example, paths), context),
      );
    })
    .post(form, (request, response) => {
      const entered = enteredIn(request.body, calendarAt(now()).today);
      const answered = answer(entered, deps);
      // Also where it cannot be read: saying so is what the page was asked for.
      sendPageText(response, 200, pageText(explainPage(entered, answered, example, paths), context));
    })
    .all(methodNotAllowed('GET', 'HEAD', 'POST'));
  return router;
}

function enteredIn(body: unknown, today: string): Entered {
  const { text, hook, on } = isJsonObject(body) ? body : {};
  return {
    // A browser sends line ends as CR LF, and counts them as one.
    text: typeof text === 'string' ? text.replaceAll('\r\n', '\n') : '',
    hook: HOOKS.find((one) => one === hook) ?? HOOK_OF_BUNDLES,
    on: typeof on === 'string' && on !== '' ? on.slice(0, 20) : today,
  };
}

function answer(entered: Entered, { deck, calendarAt, now }: ExplainDeps): Answered {
  const moment = momentOn(entered.on, now(), calendarAt);
  if (!moment) return { kind: 'problem', problem: noSuchDay(entered.on) };
  const { calendar } = moment;
  const given = readGivenCall(entered.text, entered.hook, deck, calendar);
  if (!given.ok) return { kind: 'problem', problem: given.problem };
  return {
    kind: 'answer',
    explanation: explain(deck, given.request, calendar, moment.now),
    notes: given.notes,
  };
}

function noSuchDay(on: string): GivenProblem {
  return {
    text: `There is no day “${on}”.`,
    items: [{ place: 'Judged as on', text: 'must be a day such as 2026-03-02' }],
  };
}
