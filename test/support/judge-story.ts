import { fileURLToPath } from 'node:url';
import { type Judgement, judge } from '../../src/answer.js';
import type { Deck } from '../../src/deck/deck.js';
import { readDeckFiles } from '../../src/deck/deck-files.js';
import { loadDeck } from '../../src/deck/load-deck.js';
import { readPrefetch } from '../../src/gather/read-prefetch.js';
import { siteCalendar } from '../../src/picture/site-calendar.js';
import type { HookRequest } from '../../src/request/hook-request.js';
import { readStory, type Story, storyNames } from '../../src/stories/story.js';

export { judgeStory } from '../../src/stories/judge-story.js';

const root = fileURLToPath(new URL('../../', import.meta.url));
const calendarOf = siteCalendar('UTC');

export const storiesDirectory = `${root}fhir-fixtures`;

export const stories: ReadonlyMap<string, Story> = new Map(
  storyNames(storiesDirectory).map((name) => [name, readStory(storiesDirectory, name)]),
);

/** The deck of this project, with the changes of a site (in YAML) where a test is about them. */
export function loadProjectDeck(site?: string): Deck {
  const files = readDeckFiles(`${root}cards`);
  return loadDeck(files, site === undefined ? undefined : { path: 'site.yaml', text: site });
}

/** Judges a request on the day of its story, at noon. */
export function judgeOn(deck: Deck, request: HookRequest, today: string): Judgement {
  return judgeAt(deck, request, calendarOf, new Date(`${today}T12:00:00Z`));
}

/** Judges a request as a site in another time zone would at that instant. */
export function judgeInZone(deck: Deck, request: HookRequest, zone: string, now: Date): Judgement {
  return judgeAt(deck, request, siteCalendar(zone), now);
}

function judgeAt(
  deck: Deck,
  request: HookRequest,
  calendarAt: ReturnType<typeof siteCalendar>,
  now: Date,
): Judgement {
  const gathered = readPrefetch(deck.hooks[request.hook].templates, request.prefetch);
  return judge(deck, { request, gathered, calendar: calendarAt(now), now });
}
