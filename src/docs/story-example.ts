import type { CompiledCard } from '../deck/card.js';
import type { Deck } from '../deck/deck.js';
import { cardExample } from '../stories/card-example.js';
import { readStory } from '../stories/story.js';

/** A card as its first speaking example shows it, in Markdown. */
export function storyExample(
  deck: Deck,
  storiesDirectory: string,
): (card: CompiledCard) => string | undefined {
  return (compiled) => {
    const example = cardExample(deck, (name) => readStory(storiesDirectory, name), compiled);
    if (!example) return undefined;
    const { card, story } = example;
    const buttons = (card.suggestions ?? []).map(({ label }) => `[${label}]`).join(' ');
    const lines = [
      `**${card.indicator}: ${card.summary}**`,
      ...(card.detail ? [card.detail] : []),
      ...(buttons ? [buttons] : []),
      `(patient: ${story.title})`,
    ];
    return lines
      .join('\n\n')
      .split('\n')
      .map((line) => `> ${line}`.trimEnd())
      .join('\n');
  };
}
