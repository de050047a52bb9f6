import { describe, expect, it } from '@jest/globals';
import { withoutHidden } from '../src/deck/compose.js';
import { hookOfExample } from '../src/stories/judge-story.js';
import { judgeStory, loadProjectDeck, stories } from './support/judge-story.js';

const deck = loadProjectDeck();
const cards = [...deck.cards, deck.uncheckedCard];

describe.each(cards.map(({ definition }) => [definition.id, definition] as const))(
  'the card %s',
  (id, card) => {
    it('has an example of every outcome it can have', () => {
      const outcomes = new Set(card.examples.map(({ expect: outcome }) => outcome));
      expect([...outcomes]).toEqual(expect.arrayContaining(['fires', 'silent']));
    });

    it.each(
      card.examples.map((example) => {
        return [example.expect, example.story, hookOfExample(card, example), example] as const;
      }),
    )('%s for %s at %s', (outcome, name, hook, { indicator }) => {
      const story = stories.get(name);
      if (!story || !hook) throw new Error(`there is no story ${name}`);
      const { cards: shown, findings } = judgeStory(deck, story, hook);
      const card = shown.find(({ source }) => source.topic.code === id);
      const isOpen = withoutHidden(findings).some(
        (f) => f.card.definition.id === id && f.outcome === 'cannot-tell',
      );
      const seen = card ? 'fires' : isOpen ? 'cannot-tell' : 'silent';
      expect({ outcome: seen, ...(card && indicator && { indicator: card.indicator }) }).toEqual({
        outcome,
        ...(indicator && { indicator }),
      });
    });
  },
);
