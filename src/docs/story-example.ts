import { judge } from '../answer.js';
import type { CompiledCard } from '../deck/card.js';
import type { Deck } from '../deck/deck.js';
import { readPrefetch } from '../gather/read-prefetch.js';
import { siteCalendar } from '../picture/clinical-date.js';
import { readStory } from '../stories/story.js';
import { storyRequest } from '../stories/story-request.js';

/** A card as its first speaking example shows it, in Markdown. */
export function storyExample(
  deck: Deck,
  storiesDirectory: string,
): (card: CompiledCard) => string | undefined {
  const calendarAt = siteCalendar('UTC');
  return ({ definition }) => {
    const example = definition.examples.find(({ expect }) => expect === 'fires');
    if (!example) return undefined;
    const story = readStory(storiesDirectory, example.story);
    const hook =
      example.hook ?? (definition.hooks.includes('order-sign') ? 'order-sign' : definition.hooks[0]);
    if (!hook) return undefined;
    const request = storyRequest(story, hook, deck);
    const now = new Date(`${story.today}T12:00:00Z`);
    const gathered = readPrefetch(deck.hooks[hook].templates, request.prefetch);
    const { cards } = judge(deck, { request, gathered, calendar: calendarAt(now), now });
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
