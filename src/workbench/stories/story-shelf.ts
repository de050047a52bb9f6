import { existsSync } from 'node:fs';
import type { Deck } from '../../deck/deck.js';
import { CdsError } from '../../errors.js';
import type { HookName, HookRequest } from '../../request/hook-request.js';
import type { Indicator } from '../../request/hook-response.js';
import { judgeStory } from '../../stories/judge-story.js';
import { shiftDates } from '../../stories/shift-dates.js';
import { readStory, type Story, storyNames } from '../../stories/story.js';
import { storyRequest } from '../../stories/story-request.js';

/** The gravest card of a story over all its hooks; `refused` where it gets an error. */
export type StoryOutcome = Indicator | 'none' | 'refused';

/** The patient stories that this service carries. */
export interface StoryShelf {
  readonly stories: readonly Story[];
  /** The story to open with: the one that the most cards have chosen as an example of speaking. */
  readonly first: Story | undefined;
  find(name: string): Story | undefined;
  /** The call an EHR would make in the story, its dates moved so that it happens on `today`. */
  request(story: Story, hook: HookName, today: string): HookRequest;
  /** What each story comes to, worked out once and in pieces, so that nobody else has to wait for it. */
  outcomes(): Promise<Readonly<Record<string, StoryOutcome>>>;
}

/** Opens the stories of a folder; a deployed service may carry none. */
export function storyShelf(deck: Deck, directory: string | undefined): StoryShelf {
  const stories =
    directory !== undefined && existsSync(directory)
      ? storyNames(directory).map((name) => readStory(directory, name))
      : [];
  const byName = new Map(stories.map((story) => [story.name, story]));
  let outcomes: Promise<Readonly<Record<string, StoryOutcome>>> | undefined;
  return {
    stories,
    first: mostExemplary(deck, byName) ?? stories[0],
    find: (name) => byName.get(name),
    request: (story, hook, today) =>
      JSON.parse(shiftDates(JSON.stringify(storyRequest(story, hook, deck)), story.today, today)),
    outcomes: () => {
      outcomes ??= allOutcomes(deck, stories);
      return outcomes;
    },
  };
}

function mostExemplary(deck: Deck, stories: ReadonlyMap<string, Story>): Story | undefined {
  const counts = new Map<string, number>();
  for (const { definition } of deck.cards) {
    for (const { story, expect } of definition.examples) {
      if (expect === 'fires') counts.set(story, (counts.get(story) ?? 0) + 1);
    }
  }
  const [most] = [...counts].sort(([, a], [, b]) => b - a).filter(([name]) => stories.has(name));
  return most && stories.get(most[0]);
}

async function allOutcomes(
  deck: Deck,
  stories: readonly Story[],
): Promise<Readonly<Record<string, StoryOutcome>>> {
  const outcomes: Record<string, StoryOutcome> = {};
  for (const story of stories) {
    outcomes[story.name] = outcomeOf(deck, story);
    await new Promise((resolve) => setImmediate(resolve));
  }
  return outcomes;
}

const GRAVEST_FIRST: readonly StoryOutcome[] = ['refused', 'critical', 'warning', 'info'];

function outcomeOf(deck: Deck, story: Story): StoryOutcome {
  const found = story.hooks.flatMap((hook): readonly StoryOutcome[] => {
    try {
      return judgeStory(deck, story, hook).cards.map(({ indicator }) => indicator);
    } catch (error) {
      if (error instanceof CdsError) return ['refused'];
      throw error;
    }
  });
  return GRAVEST_FIRST.find((outcome) => found.includes(outcome)) ?? 'none';
}
