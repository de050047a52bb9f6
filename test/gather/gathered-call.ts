import { isConcerned, type Judgement, judge } from '../../src/answer.js';
import type { Deck } from '../../src/deck/deck.js';
import { gather } from '../../src/gather/gather.js';
import { siteCalendar } from '../../src/picture/site-calendar.js';
import type { HookRequest } from '../../src/request/hook-request.js';
import { WIDE_LIMITS } from '../support/fhir-server/fetch-from.js';

/** A call whose records are gathered from a real server, and then judged. */
export async function judgedOnceGathered(deck: Deck, request: HookRequest, now: Date): Promise<Judgement> {
  const calendar = siteCalendar('UTC')(now);
  const gathered = await gather(
    request,
    deck.hooks[request.hook],
    (known) => isConcerned(deck, { request, gathered: known, calendar }),
    {
      fetch,
      clock: Date.now,
      limits: WIDE_LIMITS,
      deadline: Date.now() + WIDE_LIMITS.budgetMs,
      isAllowed: () => true,
    },
    new AbortController().signal,
  );
  return judge(deck, { request, gathered, calendar, now });
}
