import type { Coding } from 'fhir/r4.js';
import { unknownName } from '../configuration/nearest-name.js';
import type { CompiledCard, CompiledSuggestion } from './card.js';
import type { CardDefinition, DeckDefinition } from './card-definition.js';
import type { DeckDocument } from './deck-document.js';
import type { ExpressionCompiler } from './expression-compiler.js';
import type { OrderTemplate } from './order-template.js';
import { BROKEN_TOKEN, compileLine, compileTemplate, hasStrayBraces } from './text-template.js';

type Path = readonly (string | number)[];

/** Compiles a card whose shape is sound, and reports every name or expression in it that leads nowhere. */
export function compileCard(
  document: DeckDocument<CardDefinition>,
  deck: DeckDefinition,
  expressions: ExpressionCompiler,
  orders: ReadonlyMap<string, OrderTemplate>,
): CompiledCard {
  const card = document.content;
  const report = (path: Path) => (problem: string) => document.fault(path, problem);
  const condition = (text: string, path: Path) => expressions.condition(text, report(path));
  const tokenOf = (text: string, path: Path) => {
    if (hasStrayBraces(text)) document.fault(path, BROKEN_TOKEN);
    return (token: string) => expressions.token(token, report(path));
  };
  const template = (text: string, path: Path) => compileTemplate(text, tokenOf(text, path));

  const line = (text: string, path: Path) => compileLine(text, tokenOf(text, path));

  const applies = card.applies === undefined ? undefined : condition(card.applies, ['applies']);
  const cases = card.cases.map((one, index) => {
    if (one.detail === undefined && card.detail === undefined) {
      document.fault(['cases', index], '"detail" is missing, here or for the whole card');
    }
    return {
      when: condition(one.when, ['cases', index, 'when']),
      definition: one,
      summary: line(one.summary, ['cases', index, 'summary']),
      detail: template(
        one.detail ?? card.detail ?? '',
        one.detail === undefined ? ['detail'] : ['cases', index, 'detail'],
      ),
    };
  });
  const doubtfulWhen =
    card.doubtfulWhen === undefined ? undefined : condition(card.doubtfulWhen, ['doubtfulWhen']);
  const suggestions = (card.suggestions ?? []).map((definition, index): CompiledSuggestion => {
    const path: Path = ['suggestions', index];
    const order = definition.order === undefined ? undefined : orders.get(definition.order);
    if (definition.order !== undefined && !order) {
      document.fault([...path, 'order'], unknownName('order file', definition.order, [...orders.keys()]));
    }
    if (definition.remove !== undefined)
      expressions.fact(`orders.${definition.remove}`, report([...path, 'remove']));
    return {
      definition,
      label: line(definition.label, [...path, 'label']),
      ...(definition.when !== undefined && { when: condition(definition.when, [...path, 'when']) }),
      ...(definition.unless !== undefined && { unless: condition(definition.unless, [...path, 'unless']) }),
      ...(order && { order }),
    };
  });
  for (const [index, path] of card.evidence.entries()) expressions.fact(path, report(['evidence', index]));
  const hidden = [card.hides ?? [], ...card.cases.map(({ hides = [] }) => hides)].flat();
  for (const one of hidden) {
    const id = typeof one === 'string' ? one : one.card;
    if (!deck.order.includes(id)) document.fault(['hides'], unknownName('card', id, deck.order));
  }
  const overrideReasons = (card.overrideReasons ?? []).flatMap((code, index): Coding[] => {
    const reason = deck.overrideReasons[code];
    if (!reason)
      document.fault(
        ['overrideReasons', index],
        unknownName('override reason', code, Object.keys(deck.overrideReasons)),
      );
    return reason ? [{ system: reason.system, code, display: reason.display }] : [];
  });
  if (document.path !== `${kebab(card.id)}.card.yaml`) {
    document.fault(['id'], `a card is found by its name: call this file ${kebab(card.id)}.card.yaml`);
  }
  const facts = new Set([
    ...(applies?.facts ?? []),
    ...(doubtfulWhen?.facts ?? []),
    ...cases.flatMap((one) => [...one.when.facts, ...one.summary.facts, ...one.detail.facts]),
    ...suggestions.flatMap((s) => [
      ...s.label.facts,
      ...(s.when?.facts ?? []),
      ...(s.unless?.facts ?? []),
      ...(s.order?.facts ?? []),
      ...(s.definition.remove === undefined ? [] : [`orders.${s.definition.remove}`]),
    ]),
    ...card.evidence,
  ]);
  return {
    definition: card,
    ...(applies && { applies }),
    cases,
    ...(doubtfulWhen && { doubtfulWhen }),
    suggestions,
    overrideReasons,
    source: {
      ...card.source,
      topic: { system: deck.topicSystem, code: card.id, display: card.title },
    },
    facts: [...facts],
    rank: deck.order.indexOf(card.id),
  };
}

/** `hbvActive` → `hbv-active` */
function kebab(id: string): string {
  return id.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`);
}
