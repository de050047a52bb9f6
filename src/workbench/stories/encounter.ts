import { randomUUID } from 'node:crypto';
import { type Judgement, judge } from '../../answer.js';
import { screenedPicture } from '../../deck/screened-picture.js';
import { CdsError } from '../../errors.js';
import { readPrefetch } from '../../gather/read-prefetch.js';
import { pictureOf } from '../../picture/picture.js';
import type { Html } from '../../report/html.js';
import type { HookRequest } from '../../request/hook-request.js';
import type { Card } from '../../request/hook-response.js';
import type { CardUse } from '../card-view.js';
import { chartOf } from '../chart/chart.js';
import type { PageContext } from '../page.js';
import type { WorkbenchDeps } from '../workbench-deps.js';
import { encounterView } from './encounter-view.js';

export interface EncounterDeps extends Pick<WorkbenchDeps, 'deck' | 'calendarAt'> {
  readonly context: Pick<PageContext, 'paths'>;
  readonly now: () => Date;
}

/** A call judged from what it carries. */
export function judged(request: HookRequest, { deck, calendarAt, now }: EncounterDeps): Judgement {
  const at = now();
  const gathered = readPrefetch(deck.hooks[request.hook].templates, request.prefetch);
  return judge(deck, { request, gathered, calendar: calendarAt(at), now: at });
}

/** Cards, orders and chart of a call; without cards it is judged here. */
export function encounterOf(
  request: HookRequest,
  cards: readonly Card[] | undefined,
  use: CardUse,
  deps: EncounterDeps,
): Html {
  const { deck, context, calendarAt, now } = deps;
  const calendar = calendarAt(now());
  const gathered = readPrefetch(deck.hooks[request.hook].templates, request.prefetch);
  const picture = screenedPicture(pictureOf(deck.source, { request, gathered, calendar }), deck.reasonsIn);
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
function cardsOrNone(request: HookRequest, deps: EncounterDeps): readonly Card[] {
  try {
    return judged(request, deps).cards;
  } catch (error) {
    if (error instanceof CdsError) return [];
    throw error;
  }
}
