import { readFileSync } from 'node:fs';
import { expect, it } from '@jest/globals';
import { storyExample } from '../src/docs/story-example.js';
import { whatItChecks } from '../src/docs/what-it-checks.js';
import { loadProjectDeck, storiesDirectory } from './support/judge-story.js';

const page = new URL('../docs/what-it-checks.md', import.meta.url);

it('docs/what-it-checks.md says what the deck says today (else: npm run docs)', () => {
  const deck = loadProjectDeck();
  expect(readFileSync(page, 'utf8') === whatItChecks(deck, storyExample(deck, storiesDirectory))).toBe(true);
});
