import { judge } from '../../answer.js';
import type { CompiledCard } from '../../deck/card.js';
import type { Deck } from '../../deck/deck.js';
import { readPrefetch } from '../../gather/read-prefetch.js';
import { siteCalendar } from '../../picture/clinical-date.js';
import type { HookName } from '../../request/hook-request.js';
import type { Card } from '../../request/hook-response.js';
import type { Story } from '../../stories/story.js';
import { storyRequest } from '../../stories/story-request.js';
import type { StoryShelf } from '../stories/story-shelf.js';

/** A card as it looks for a patient. */
export interface CardExample {
  readonly card: Card;
  readonly story: Story;
  readonly hook: HookName;
}

/** How a card looks for the first of its own examples in which it speaks, on the day of that story. */
export function cardExample(
  deck: Deck,
  shelf: StoryShelf,
  { definition }: CompiledCard,
): CardExample | undefined {
  for (const example of definition.examples.filter(({ expect }) => expect === 'fires')) {
    const story = shelf.find(example.story);
    const hook =
      example.hook ?? (definition.hooks.includes('order-sign') ? 'order-sign' : definition.hooks[0]);
    if (!story || !hook) continue;
    const request = storyRequest(story, hook, deck);
    const now = new Date(`${story.today}T12:00:00Z`);
    const gathered = readPrefetch(deck.hooks[hook].templates, request.prefetch);
    const { cards } = judge(deck, { request, gathered, calendar: siteCalendar('UTC')(now), now });
    const card = cards.find(({ source }) => source.topic.code === definition.id);
    if (card) return { card, story, hook };
  }
  return undefined;
}
