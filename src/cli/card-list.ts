import { type Deck, rankedCards } from '../deck/deck.js';

/** One line a card: its topic code, the indicators of its cases, where it speaks, its title. */
export function cardList(deck: Deck, asJson = false): string {
  const rows = rankedCards(deck).map(({ definition }) => ({
    id: definition.id,
    title: definition.title,
    indicators: [...new Set(definition.cases.map(({ indicator }) => indicator))],
    hooks: definition.hooks,
    source: definition.source.label,
  }));
  if (asJson) return `${JSON.stringify(rows, null, 2)}\n`;
  return rows
    .map(
      ({ id, indicators, hooks, title }) =>
        `${id.padEnd(30)} ${indicators.join('/').padEnd(22)} ${hooks.join(' ').padEnd(38)} ${title}\n`,
    )
    .join('');
}
