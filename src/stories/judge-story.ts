import { type Judgement, judge } from '../answer.js';
import type { CardDefinition, ExampleDefinition } from '../deck/card-definition.js';
import type { Deck } from '../deck/deck.js';
import { readPrefetch } from '../gather/read-prefetch.js';
import { siteCalendar } from '../picture/site-calendar.js';
import type { HookName } from '../request/hook-request.js';
import type { Story } from './story.js';
import { storyRequest } from './story-request.js';

const calendarAt = siteCalendar('UTC');

/** What a story comes to at a hook, at noon of its own day: it does not change with the calendar. */
export function judgeStory(deck: Deck, story: Story, hook: HookName): Judgement {
  const request = storyRequest(story, hook, deck);
  const gathered = readPrefetch(deck.hooks[hook].templates, request.prefetch);
  const now = new Date(`${story.today}T12:00:00Z`);
  return judge(deck, { request, gathered, calendar: calendarAt(now), now });
}

/** The hook at which a card's example is told; at signing, where the example names none. */
export function hookOfExample({ hooks }: CardDefinition, { hook }: ExampleDefinition): HookName | undefined {
  return hook ?? (hooks.includes('order-sign') ? 'order-sign' : hooks[0]);
}
