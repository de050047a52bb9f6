import { isConcerned, type Judgement, judge } from './answer.js';
import type { Deck } from './deck/deck.js';
import type { Finding } from './deck/finding.js';
import { factAt } from './deck/unchecked.js';
import { CdsError } from './errors.js';
import { isAllowedFhirBase, isLoopback } from './gather/fhir-base.js';
import { type GatherDeps, gather } from './gather/gather.js';
import type { Gathered } from './gather/prefetch-outcome.js';
import type { AnswerHook } from './http/invoke.js';
import type { Logger } from './http/logger.js';
import type { HookEntry, ShownCard } from './journal/journal.js';
import type { SiteCalendar } from './picture/clinical-date.js';
import { profileOf } from './profile/ehr-profile.js';
import type { Card } from './request/hook-response.js';
import type { Caller } from './trust/caller.js';

export interface AnswerDeps extends Pick<GatherDeps, 'fetch' | 'limits'> {
  readonly deck: Deck;
  /** Milliseconds since 1970. */
  readonly clock: () => number;
  readonly calendarAt: (now: Date) => SiteCalendar;
  readonly log: Logger;
  readonly record: (entry: HookEntry) => void;
  readonly observe: (observation: HookObservation) => void;
}

/** What one call looked like from outside, for the metrics; nothing in it belongs to a patient. */
export interface HookObservation {
  readonly service: string;
  readonly ehr: string;
  readonly outcome: HookEntry['outcome'];
  readonly seconds: number;
  readonly cards: readonly Card[];
  readonly findings: readonly Finding[];
  readonly gathered: Gathered;
  readonly unchecked: Judgement['picture']['unchecked'] | undefined;
}

/** The whole way of one call behind HTTP: gather, judge, note what was shown. */
export function answerHook(deps: AnswerDeps): AnswerHook {
  return async (service, request, { caller, requestId, signal }) => {
    const started = deps.clock();
    const now = new Date(started);
    const calendar = deps.calendarAt(now);
    const ehr = caller.kind === 'open' ? 'open' : caller.ehr.name;
    let gathered: Gathered = {};
    const note = (outcome: HookEntry['outcome'], judgement?: Judgement): void => {
      const durationMs = deps.clock() - started;
      const cards = judgement?.cards ?? [];
      deps.record({
        at: now,
        service: service.id,
        hook: request.hook,
        hookInstance: request.hookInstance,
        ehr,
        ...(caller.kind === 'ehr' && caller.tenant !== undefined && { tenant: caller.tenant }),
        deckVersion: deps.deck.definition.version,
        durationMs,
        outcome,
        cards: judgement ? cards.map((card) => shownCard(card, judgement)) : [],
      });
      deps.observe({
        service: service.id,
        ehr,
        outcome,
        seconds: durationMs / 1000,
        cards,
        findings: judgement?.findings ?? [],
        gathered,
        unchecked: judgement?.picture.unchecked,
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
    try {
      gathered = await gather(
        request,
        deps.deck.hooks[request.hook],
        (known) => isConcerned(deps.deck, { request, gathered: known, calendar }),
        { ...deps, isAllowed: (fhirServer) => mayContact(caller, fhirServer) },
        signal,
      );
      const judgement = judge(deps.deck, { request, gathered, calendar, now });
      note('answered', judgement);
      const profile = profileOf(caller.kind === 'open' ? 'default' : caller.ehr.profile);
      return { cards: judgement.cards.map(profile) };
    } catch (error) {
      note(error instanceof CdsError ? error.code : 'internal');
      throw error;
    }
  };
}

/** Only this EHR's registered bases; in open mode only this machine (an open service must not be a way into a network). */
function mayContact(caller: Caller, fhirServer: string): boolean {
  return caller.kind === 'open'
    ? isLoopback(fhirServer)
    : isAllowedFhirBase(fhirServer, caller.ehr.fhirBases);
}

/** What is kept of a card: its topic and the states and ages of its facts, never a value, a date or a text. */
function shownCard(card: Card, { picture }: Judgement): ShownCard {
  const evidence = (card.extension?.['org.ocrelizumab-cds.evidence'] ?? []) as readonly {
    fact: string;
    state: string;
    value?: unknown;
  }[];
  return {
    uuid: card.uuid,
    topic: card.source.topic.code ?? '',
    indicator: card.indicator,
    suggestions: (card.suggestions ?? []).map(({ uuid, label }) => ({ uuid, label })),
    facts: evidence.map(({ fact, state, value }) => {
      const ageDays = ageOf(fact, picture);
      return {
        name: fact,
        state,
        ...(ageDays !== undefined && { ageDays }),
        ...(typeof value === 'number' && { value }),
      };
    }),
  };
}

function ageOf(path: string, picture: Judgement['picture']): number | undefined {
  return factAt(picture, path)?.ageDays;
}
