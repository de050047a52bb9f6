import { isConcerned, type Judgement, judge } from './answer.js';
import type { Deck } from './deck/deck.js';
import type { Finding } from './deck/finding.js';
import { factAt } from './deck/unchecked.js';
import { CdsError } from './errors.js';
import { isAllowedFhirBase } from './gather/fhir-base.js';
import type { FetchLimits } from './gather/fhir-fetch.js';
import { type GatherDeps, gather } from './gather/gather.js';
import type { FetchFailure, Gathered } from './gather/prefetch-outcome.js';
import type { AnswerHook } from './http/invoke.js';
import type { Logger } from './http/logger.js';
import type { HookEntry } from './journal/journal.js';
import { offeredLabels } from './journal/offered-labels.js';
import { shownCardOf } from './journal/shown-card.js';
import { isLoopback } from './loopback.js';
import type { SiteCalendar } from './picture/site-calendar.js';
import { profileOf } from './profile/ehr-profile.js';
import type { Card } from './request/hook-response.js';
import { type MissingOrders, missingOrders } from './request/missing-orders.js';
import { type Caller, senderOf } from './trust/caller.js';
import { uncheckedReason } from './unchecked-reason.js';

export interface AnswerDeps extends Pick<GatherDeps, 'fetch'> {
  readonly limits: FetchLimits;
  readonly deck: Deck;
  /** Milliseconds since 1970. */
  readonly clock: () => number;
  readonly calendarAt: (now: Date) => SiteCalendar;
  readonly log: Logger;
  readonly record: (entry: HookEntry) => void;
  readonly observe: (observation: HookObservation) => void;
  readonly observeFetch: (fetched: FetchObservation) => void;
}

/** What one call looked like from outside, for the metrics; nothing in it belongs to a patient. */
export interface HookObservation {
  readonly service: string;
  readonly ehr: string;
  readonly outcome: HookEntry['outcome'];
  readonly seconds: number;
  readonly missingOrders: MissingOrders | undefined;
  readonly cards: readonly Card[];
  readonly findings: readonly Finding[];
  readonly gathered: Gathered;
  readonly unchecked: readonly { readonly fact: string; readonly reason: string }[];
}

/** One GET on an EHR's FHIR server. */
export interface FetchObservation {
  readonly ehr: string;
  readonly seconds: number;
  readonly failure: FetchFailure | undefined;
}

/** The whole way of one call behind HTTP: gather, judge, note what was shown. */
export function answerHook(deps: AnswerDeps): AnswerHook {
  const labelOf = offeredLabels(deps.deck);
  return async (service, request, { caller, requestId, arrivedAt, signal }) => {
    const now = new Date(deps.clock());
    const calendar = deps.calendarAt(now);
    const sender = senderOf(caller);
    const { ehr } = sender;
    let gathered: Gathered = {};
    const missing = missingOrders(request);
    if (missing !== undefined) {
      deps.log.warn({ requestId, service: service.id, ehr, missing }, 'orders of the call go unchecked');
    }
    const note = (outcome: HookEntry['outcome'], judgement?: Judgement): void => {
      const durationMs = deps.clock() - arrivedAt;
      const cards = judgement?.cards ?? [];
      deps.record({
        at: now,
        service: service.id,
        hook: request.hook,
        hookInstance: request.hookInstance,
        ...sender,
        deckVersion: deps.deck.definition.version,
        durationMs,
        outcome,
        cards: cards.map((card) => {
          const ageDaysOf = (fact: string) => judgement && factAt(judgement.picture, fact)?.ageDays;
          return shownCardOf(card, { labelOf, ageDaysOf });
        }),
      });
      deps.observe({
        service: service.id,
        ehr,
        outcome,
        seconds: durationMs / 1000,
        missingOrders: missing,
        cards,
        findings: judgement?.findings ?? [],
        gathered,
        unchecked: judgement ? uncheckedIn(judgement.picture) : [],
      });
      deps.log.info(
        {
          requestId,
          service: service.id,
          ehr,
          outcome,
          durationMs,
          topics: cards.map((c) => c.source.topic.code),
        },
        'hook answered',
      );
    };
    let judgement: Judgement;
    try {
      gathered = await gather(
        request,
        deps.deck.hooks[request.hook],
        (known) => isConcerned(deps.deck, { request, gathered: known, calendar }),
        {
          ...deps,
          deadline: arrivedAt + deps.limits.budgetMs,
          isAllowed: (fhirServer) => mayContact(caller, fhirServer),
          onAnswer: (durationMs, failure) => deps.observeFetch({ ehr, seconds: durationMs / 1000, failure }),
        },
        signal,
      );
      judgement = judge(deps.deck, { request, gathered, calendar, now });
    } catch (error) {
      note(error instanceof CdsError ? error.code : 'internal');
      throw error;
    }
    // Outside: what fails from here on is no second outcome of the same call.
    note('answered', judgement);
    const profile = profileOf(caller.kind === 'open' ? 'default' : caller.ehr.profile);
    return { cards: judgement.cards.map(profile) };
  };
}

function uncheckedIn(picture: Judgement['picture']): HookObservation['unchecked'] {
  return picture.unchecked.facts.flatMap((path) => {
    const fact = factAt(picture, path);
    return fact ? [{ fact: path, reason: uncheckedReason(fact) }] : [];
  });
}

/** Only this EHR's registered bases; in open mode only this machine (an open service must not be a way into a network). */
function mayContact(caller: Caller, fhirServer: string): boolean {
  return caller.kind === 'open'
    ? isLoopback(fhirServer)
    : isAllowedFhirBase(fhirServer, caller.ehr.fhirBases);
}
