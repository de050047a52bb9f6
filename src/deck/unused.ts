import type { DeckDocument } from './deck-document.js';
import type { DeckDocuments } from './deck-documents.js';
import { REQUIRED_LIMITS } from './limit-check.js';
import { orderName } from './offered-orders.js';

/**
 * Refuses what nothing in the deck uses. A leftover is read by reviewers and kept by translators as if it
 * checked something; more often it is the other half of a name that was changed in one place only.
 */
export function checkUnused(documents: DeckDocuments): void {
  const { facts, units, readings, deck, cards, orders, valueSets } = documents;
  const texts = textsIn([facts, readings, deck, ...cards, ...orders].map(({ content }) => content));
  const words = new Set(texts);
  const mentions = new Set(texts.flatMap(mentionsIn));
  const check = (document: DeckDocument<unknown>, section: string, names: object, kind: string): void => {
    for (const name of Object.keys(names)) {
      if (!words.has(name) && !mentions.has(`${section}.${name}`)) {
        document.fault(section === '' ? [name] : [section, name], unused(kind, name));
      }
    }
  };
  const { limits, queries, filters, phrases, drugs, labs, groups, history, reasons } = facts.content;
  const siteLimits = Object.fromEntries(
    Object.entries(limits).filter(([name]) => !REQUIRED_LIMITS.includes(name)),
  );
  check(facts, 'limits', siteLimits, 'limit');
  check(facts, 'queries', queries, 'query');
  check(facts, 'filters', filters, 'filter');
  check(facts, 'phrases', phrases, 'phrase');
  check(facts, 'drugs', drugs, 'drug');
  check(facts, 'labs', labs, 'lab');
  check(facts, 'groups', groups, 'group');
  check(facts, 'history', history, 'history fact');
  check(facts, 'reasons', reasons, 'list of reasons');
  check(facts, 'orders', facts.content.orders, 'order fact');
  check(units, '', units.content, 'unit table');
  check(readings, 'words', readings.content.words, 'reading');
  check(deck, 'overrideReasons', deck.content.overrideReasons, 'override reason');
  for (const order of orders) {
    const name = orderName(order.path);
    if (!words.has(name)) order.fault([], unused('order', name));
  }
  for (const valueSet of valueSets) {
    const { id = '' } = valueSet.content;
    if (!words.has(id) && !mentions.has(id)) valueSet.fault(['id'], unused('value set', id));
  }
}

function unused(kind: string, name: string): string {
  return `the ${kind} "${name}" is left over: nothing uses it; remove it, or name it where it belongs`;
}

/** Every text in the deck, wherever it stands; names of members are none. */
function textsIn(value: unknown): readonly string[] {
  if (typeof value === 'string') return [value];
  return typeof value === 'object' && value !== null ? Object.values(value).flatMap(textsIn) : [];
}

/** The names that an expression or a text with tokens mentions. */
function mentionsIn(text: string): readonly string[] {
  const paths = [...text.matchAll(/\b(?:limits|labs|groups|history|orders|reasons)\.\w+/g)].map(
    ([path]) => path,
  );
  const sets = [...text.matchAll(/inValueSet\('([^']*)'\)/g)].map(([, set = '']) => set);
  const phrases = [...text.matchAll(/(?:speaksOf|quoteOf)\('([^']*)'\)/g)].map(
    ([, phrase = '']) => `phrases.${phrase}`,
  );
  return [...paths, ...sets, ...phrases];
}
