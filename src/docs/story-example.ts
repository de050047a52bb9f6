import type { CompiledCard } from '../deck/card.js';
import type { Deck } from '../deck/deck.js';
import { hookOfExample, judgeStory } from '../stories/judge-story.js';
import { readStory } from '../stories/story.js';

/** A card as its first speaking example shows it, in Markdown. */
export function storyExample(
  deck: Deck,
  storiesDirectory: string,
): (card: CompiledCard) => string | undefined {
  return ({ definition }) => {
    const example = definition.examples.find(({ expect }) => expect === 'fires');
    if (!example) return undefined;
    const hook = hookOfExample(definition, example);
    if (!hook) return undefined;
    const story = readStory(storiesDirectory, example.story);
    const { cards } = judgeStory(deck, story, hook);
    const card = cards.find(({ source }) => source.topic.code === definition.id);
    if (!card) return undefined;
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
