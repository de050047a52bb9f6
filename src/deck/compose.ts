import type { HookName, HookRequest } from '../request/hook-request.js';
import type { Card, Indicator } from '../request/hook-response.js';
import type { Hidden } from './card-definition.js';
import { cardUuid } from './card-uuid.js';
import type { Deck } from './deck.js';
import { evidenceLines, evidenceOf, factsAt } from './evidence.js';
import { evaluateCard, type Finding } from './finding.js';
import { type OrderOrigin, orderOrigin } from './order-origin.js';
import { markdownData, plainData, summaryText } from './plain-text.js';
import type { ScreenedPicture } from './screened-picture.js';
import { suggestionsOf } from './suggestions.js';

export interface ComposeContext {
  readonly request: Pick<HookRequest, 'hook' | 'hookInstance' | 'context'>;
  readonly authoredOn: string;
}

const URGENCY: Readonly<Record<Indicator, number>> = { critical: 0, warning: 1, info: 2 };

/** Findings that nothing hides become the few cards that are shown, most urgent first. */
export function composeCards(
  deck: Deck,
  visible: readonly Finding[],
  picture: ScreenedPicture,
  context: ComposeContext,
): readonly Card[] {
  const spoken = visible.filter((finding) => finding.spoken !== undefined);
  if (picture.unchecked.isAny) spoken.push(evaluateCard(deck.uncheckedCard, picture));
  const shown = spoken
    .filter((finding) => isShownAt(deck, finding, context.request.hook))
    .sort(byUrgencyAt(context.request.hook));
  const { kept, merged } = cap(shown, deck);
  if (kept.length === 0) return [];
  const order = picture.orders[deck.source.definitions.exposure.order]?.source;
  const origin = orderOrigin(context.request, context.authoredOn, order);
  return kept.map((finding, index) => {
    const uuid = cardUuid(context.request.hookInstance, finding.card.definition.id, order ?? '');
    const also = index === kept.length - 1 ? merged : [];
    return toCard(deck, finding, { picture, uuid, hook: context.request.hook, origin, also });
  });
}

/** A card that says it all silences those that would say part of it (a contraindication hides missing baselines). */
export function withoutHidden(findings: readonly Finding[]): Finding[] {
  const hidden: Hidden[] = [];
  for (const { spoken, card } of findings) {
    if (spoken) hidden.push(...(card.definition.hides ?? []), ...(spoken.definition.hides ?? []));
  }
  return findings.filter((finding) => !hidden.some((one) => isHiddenBy(one, finding)));
}

function isHiddenBy(hidden: Hidden, { spoken, card }: Finding): boolean {
  if (typeof hidden === 'string') return hidden === card.definition.id;
  const isMildEnough = spoken && URGENCY[spoken.definition.indicator] >= URGENCY[hidden.upTo];
  return hidden.card === card.definition.id && isMildEnough === true;
}

function isShownAt(deck: Deck, { spoken, card }: Finding, hook: HookName): boolean {
  if (!spoken) return false;
  const indicator = indicatorOf({ spoken }, hook);
  const isAlways = indicator === 'info' && card.definition.infoAlsoAt?.includes(hook);
  return isAlways === true || deck.definition.hooks[hook].shows.includes(indicator);
}

function byUrgencyAt(hook: HookName): (a: Finding, b: Finding) => number {
  return (a, b) => URGENCY[indicatorOf(a, hook)] - URGENCY[indicatorOf(b, hook)] || a.card.rank - b.card.rank;
}

/** How urgent a card that spoke is at a hook. */
export function indicatorOf({ spoken }: Pick<Finding, 'spoken'>, hook: HookName): Indicator {
  return spoken?.definition.indicatorAt?.[hook] ?? spoken?.definition.indicator ?? 'info';
}

/** Too many cards are no cards: reminders give way first, and what is left over becomes a list in the last card. */
function cap(
  findings: readonly Finding[],
  deck: Deck,
): { kept: readonly Finding[]; merged: readonly Finding[] } {
  const { mostCards, giveWayFirst } = deck.definition;
  let kept = [...findings];
  for (const id of giveWayFirst) {
    if (kept.length > mostCards) kept = kept.filter(({ card }) => card.definition.id !== id);
  }
  return { kept: kept.slice(0, mostCards), merged: kept.slice(mostCards) };
}

interface CardContext {
  readonly picture: ScreenedPicture;
  readonly uuid: string;
  readonly hook: HookName;
  readonly origin: OrderOrigin;
  /** Findings for which there is no room. */
  readonly also: readonly Finding[];
}

function toCard(deck: Deck, finding: Finding, { picture, uuid, hook, origin, also }: CardContext): Card {
  const { definition, overrideReasons, source } = finding.card;
  const suggestions = suggestionsOf(finding.card, uuid, hook, picture, origin);
  const isUncheckedCard = definition.id === deck.definition.uncheckedCard;
  const facts = factsAt(isUncheckedCard ? picture.unchecked.facts : definition.evidence, picture);
  const evidence = evidenceOf(facts);
  // What could not be checked is all there in the text of its card.
  const lines = isUncheckedCard ? [] : evidenceLines(facts);
  const detail = detailOf(finding, picture, lines, also);
  const isOffering = suggestions.length > 0;
  return {
    uuid,
    summary: summaryText(finding.spoken?.summary.render(picture, plainData) ?? definition.title),
    indicator: indicatorOf(finding, hook),
    source,
    detail: detail === '' ? undefined : detail,
    suggestions: isOffering ? suggestions : undefined,
    selectionBehavior: isOffering ? (definition.selectionBehavior ?? 'any') : undefined,
    overrideReasons: overrideReasons.length > 0 ? overrideReasons : undefined,
    extension: evidence.length > 0 ? { 'org.ocrelizumab-cds.evidence': evidence } : undefined,
  };
}

function detailOf(
  finding: Finding,
  picture: ScreenedPicture,
  evidence: readonly string[],
  merged: readonly Finding[],
): string {
  const text = finding.spoken?.detail.render(picture, markdownData) ?? '';
  // What the text has said already is not said again.
  const lines = evidence
    .map(markdownData)
    .filter((line) => !text.includes(line))
    .map((line) => `- ${line}`);
  const also = merged.map((other) => `- ${other.spoken?.summary.render(picture, markdownData)}`);
  return [text, lines.join('\n'), ...(also.length > 0 ? [`**Also:**\n${also.join('\n')}`] : [])]
    .filter((part) => part !== '')
    .join('\n\n');
}
