import type { CompiledCard } from '../deck/card.js';
import type { Deck } from '../deck/deck.js';
import type { HookName } from '../request/hook-request.js';
import type { Card } from '../request/hook-response.js';
import { hookOfExample, judgeStory } from './judge-story.js';
import type { Story } from './story.js';

/** A card as it looks for a patient. */
export interface CardExample {
  readonly card: Card;
  readonly story: Story;
  readonly hook: HookName;
}

/** How a card looks for the first of its own examples in which it speaks, on the day of that story. */
export function cardExample(
  deck: Deck,
  storyOf: (name: string) => Story | undefined,
  { definition }: CompiledCard,
): CardExample | undefined {
  for (const example of definition.examples.filter(({ expect }) => expect === 'fires')) {
    const story = storyOf(example.story);
    const hook = hookOfExample(definition, example);
    if (!story || !hook) continue;
    const { cards } = judgeStory(deck, story, hook);
    const card = cards.find(({ source }) => source.topic.code === definition.id);
    if (card) return { card, story, hook };
  }
  return undefined;
}
