import { readFileSync } from 'node:fs';
import { describe, expect, it } from '@jest/globals';
import { storyRequestFiles } from '../src/cli/write-story-requests.js';
import { assertValidResponse } from '../src/request/response-schema.js';
import { storyRequest } from '../src/stories/story-request.js';
import { judgeOn, judgeStory, loadProjectDeck, stories, storiesDirectory } from './support/judge-story.js';
import { validateR4 } from './support/r4/validate-r4.js';

const deck = loadProjectDeck();
const FIRST_VALIDATION_MS = 30_000;

it('there are at least 15 patients', () => {
  expect(stories.size).toBeGreaterThanOrEqual(15);
});

describe.each([...stories])('the story %s', (name, story) => {
  it(
    'is told in valid R4',
    () => {
      expect(validateR4(story.bundle)).toEqual([]);
      if (story.draftOrders) expect(validateR4(story.draftOrders)).toEqual([]);
    },
    FIRST_VALIDATION_MS,
  );

  it('has its calls beside it, as the deck asks for them today (else: npm run stories)', () => {
    for (const [path, text] of storyRequestFiles(storiesDirectory, name, deck)) {
      expect(readFileSync(path, 'utf8') === text).toBe(true);
    }
  });

  describe.each(story.hooks)('at %s', (hook) => {
    const { cards } = judgeStory(deck, story, hook);

    it('is asked for what the templates name, and nothing else', () => {
      const unsent = Object.entries(story.mishaps).flatMap(([key, what]) =>
        what === 'not-sent' ? [key] : [],
      );
      const sent = Object.keys(storyRequest(story, hook, deck).prefetch ?? {});
      expect([...sent, ...unsent.filter((key) => !sent.includes(key))].sort()).toEqual(
        Object.keys(deck.hooks[hook].templates).sort(),
      );
    });

    it('gets an answer that meets the standard', () => {
      expect(() => assertValidResponse({ cards })).not.toThrow();
      for (const { summary } of cards) expect(summary.length).toBeLessThan(140);
    });

    it(
      'is offered orders that are valid R4',
      () => {
        const offered = cards
          .flatMap(({ suggestions = [] }) => suggestions)
          .flatMap(({ actions }) => actions)
          .flatMap((action) => (action.type === 'create' ? [action.resource] : []));
        expect(offered.flatMap(validateR4)).toEqual([]);
      },
      FIRST_VALIDATION_MS,
    );

    it('gets the same cards again for the same call', () => {
      expect(judgeOn(deck, storyRequest(story, hook, deck), story.today).cards).toEqual(cards);
    });
  });
});

describe('a patient for whom nothing is due', () => {
  const cardsOf = (name: string, hook: 'order-sign' | 'patient-view') => {
    const story = stories.get(name);
    if (!story) throw new Error(`there is no story ${name}`);
    return judgeStory(deck, story, hook).cards;
  };

  it.each(['maintenance-well', 'second-dose-due', 'maintenance-urticaria', 'off-treatment-b-cells-back'])(
    'has a chart without a card (%s)',
    (name) => {
      expect(cardsOf(name, 'patient-view')).toEqual([]);
    },
  );

  it('has a chart without a card where the drug was never given, whatever else is known', () => {
    expect(cardsOf('hbv-past-infection', 'patient-view')).toEqual([]);
  });

  it.each(['maintenance-well', 'naive-well', 'naive-initial-pair', 'second-dose-due'])(
    'gets nothing above information at signing once premedication is ordered (%s)',
    (name) => {
      expect(cardsOf(name, 'order-sign').filter(({ indicator }) => indicator !== 'info')).toEqual([]);
    },
  );
});
