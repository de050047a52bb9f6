import type { CompiledCard } from './deck/card.js';
import { composeCards, withoutHidden } from './deck/compose.js';
import type { Deck, HookPlan } from './deck/deck.js';
import { evaluateCard, type Finding } from './deck/finding.js';
import { type ScreenedPicture, screenedPicture } from './deck/screened-picture.js';
import { uncheckedOf } from './deck/unchecked.js';
import type { Gathered } from './gather/prefetch-outcome.js';
import { pictureOf } from './picture/picture.js';
import type { SiteCalendar } from './picture/site-calendar.js';
import type { HookRequest } from './request/hook-request.js';
import type { Card } from './request/hook-response.js';
import { unobtainable } from './unobtainable.js';

/** What was found and what of it is shown. */
export interface Judgement {
  readonly cards: readonly Card[];
  /** Every card of the hook with its outcome; empty where the request is not about the drug. */
  readonly findings: readonly Finding[];
  readonly picture: ScreenedPicture;
}

export interface JudgeInput {
  readonly request: Pick<HookRequest, 'hook' | 'hookInstance' | 'context'>;
  readonly gathered: Gathered;
  readonly calendar: SiteCalendar;
  /** The instant of the call, for the orders that are offered. */
  readonly now: Date;
}

/** Whether a call is about the drug, as far as can be told from what is gathered so far. */
export function isConcerned(deck: Deck, input: Omit<JudgeInput, 'now'>): boolean {
  const plan = deck.hooks[input.request.hook];
  const picture = pictureOf(deck.source, input);
  return scopeOf(plan, screenedPicture(picture, deck.reasonsIn)) !== 'none';
}

/**
 * The pure middle: from gathered records to cards, synchronous and without any effect. Whether the
 * request is about the drug at all is answered first, from the orders alone.
 */
export function judge(deck: Deck, input: JudgeInput): Judgement {
  const { request, gathered, calendar } = input;
  const plan = deck.hooks[request.hook];
  const picture = screenedPicture(pictureOf(deck.source, { request, gathered, calendar }), deck.reasonsIn);
  const scope = scopeOf(plan, picture);
  if (scope !== 'none' && scope !== 'other-order' && isNothingKnown(plan, gathered))
    throw unobtainable(Object.keys(plan.templates), gathered);
  if (scope === 'none' || scope === 'unknown') return { cards: [], findings: [], picture };

  const findings = plan.cards
    .filter((card) => speaksIn(scope, card))
    .map((card) => evaluateCard(card, picture));
  // An order of something else: what could not be checked is worth a note only where a card asks.
  if (scope === 'other-order' && findings.every(({ outcome }) => outcome === 'silent'))
    return { cards: [], findings, picture };
  const visible = withoutHidden(findings);
  const screened = { ...picture, unchecked: uncheckedOf(visible, picture, plan.speaksWhen.facts) };
  const cards = composeCards(deck, visible, screened, { request, authoredOn: input.now.toISOString() });
  return { cards, findings, picture: screened };
}

/**
 * For whom a hook speaks: on or about treatment, after it, about an order of something else that may not go
 * with it, or not at all. Where that is not known, only a patient who may well be treated gets a note
 * (`suspected`): a note on every chart would help nobody.
 */
type Scope = 'treatment' | 'after-treatment' | 'other-order' | 'suspected' | 'unknown' | 'none';

function speaksIn(scope: Scope, { definition }: CompiledCard): boolean {
  switch (scope) {
    case 'treatment':
      return true;
    case 'after-treatment':
      return definition.afterTreatment === true;
    case 'other-order':
      return definition.otherOrders === true;
    default:
      return false;
  }
}

function scopeOf(plan: HookPlan, picture: ScreenedPicture): Scope {
  const speaks = plan.speaksWhen.holds(picture);
  if (speaks === 'yes') return 'treatment';
  if (plan.afterTreatmentWhen?.holds(picture) === 'yes') return 'after-treatment';
  if (plan.otherOrdersWhen?.holds(picture) === 'yes') return 'other-order';
  if (speaks === 'no') return 'none';
  const suspected = plan.suspectWhen?.holds(picture) ?? 'no';
  // An order is about to be signed: not knowing twice is no reason for silence. A chart is merely opened.
  const isSuspected = suspected === 'yes' || (suspected === 'unknown' && picture.hook.isOrder);
  return isSuspected ? 'suspected' : 'unknown';
}

/** CDS Hooks 2.0: 412 is for data that could not be obtained, not for facts a chart does not contain. */
function isNothingKnown({ templates }: HookPlan, gathered: Gathered): boolean {
  return Object.keys(templates).every((key) => {
    const state = gathered[key]?.state ?? 'absent';
    return state === 'absent' || state === 'failed';
  });
}
