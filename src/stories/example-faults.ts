import type { ExampleDefinition } from '../deck/card-definition.js';
import { withoutHidden } from '../deck/compose.js';
import { type Deck, rankedCards } from '../deck/deck.js';
import type { HookName } from '../request/hook-request.js';
import { hookOfExample, judgeStory } from './judge-story.js';
import { readStory, type Story, storyNames } from './story.js';

/** Every example of every card that does not come out as its card says, each in one line. */
export function exampleFaults(deck: Deck, storiesDirectory: string): readonly string[] {
  const names = new Set(storyNames(storiesDirectory));
  const stories = new Map<string, Story>();
  const storyOf = (name: string): Story => {
    const story = stories.get(name) ?? readStory(storiesDirectory, name);
    stories.set(name, story);
    return story;
  };
  return rankedCards(deck).flatMap(({ definition }) =>
    definition.examples.flatMap((example) => {
      const { id } = definition;
      const hook = hookOfExample(definition, example);
      if (hook === undefined || !names.has(example.story)) return `${id}: there is no story ${example.story}`;
      const seen = outcomeOf(deck, id, storyOf(example.story), hook);
      const isAsTold =
        seen.outcome === example.expect &&
        (example.indicator === undefined ||
          seen.indicator === undefined ||
          seen.indicator === example.indicator);
      if (isAsTold) return [];
      return `${id}: ${example.story} at ${hook}: expected ${wordsOf(example.expect, example.indicator)}, was ${wordsOf(seen.outcome, seen.indicator)}`;
    }),
  );
}

function outcomeOf(
  deck: Deck,
  id: string,
  story: Story,
  hook: HookName,
): { outcome: ExampleDefinition['expect']; indicator?: string } {
  const { cards, findings } = judgeStory(deck, story, hook);
  const card = cards.find(({ source }) => source.topic.code === id);
  if (card) return { outcome: 'fires', indicator: card.indicator };
  const isOpen = withoutHidden(findings).some(
    (finding) => finding.card.definition.id === id && finding.outcome === 'cannot-tell',
  );
  return { outcome: isOpen ? 'cannot-tell' : 'silent' };
}

function wordsOf(outcome: string, indicator: string | undefined): string {
  return indicator === undefined ? outcome : `${outcome} (${indicator})`;
}
