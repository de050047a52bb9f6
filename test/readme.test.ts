import { existsSync, readFileSync } from 'node:fs';
import { expect, it } from '@jest/globals';
import { judgeStory, loadProjectDeck, stories } from './support/judge-story.js';

const root = new URL('../', import.meta.url);
const readme = readFileSync(new URL('README.md', root), 'utf8');
const { scripts } = JSON.parse(readFileSync(new URL('package.json', root), 'utf8'));

it('README.md shows the card that the service answers today', () => {
  const [, name = '', hook] = /story -- (\S+) (order-sign)/.exec(readme) ?? [];
  const story = stories.get(name);
  if (story === undefined || hook !== 'order-sign')
    throw new Error(`README.md tells an unknown story: ${name}`);
  const [card] = judgeStory(loadProjectDeck(), story, hook).cards;
  expect(/"summary": "(.*)"/.exec(readme)?.[1]).toBe(card?.summary);
  expect(/"indicator": "(.*)"/.exec(readme)?.[1]).toBe(card?.indicator);
  expect(readme).toContain(
    `"label": "${card?.source.label}", "topic": { "code": "${card?.source.topic.code}"`,
  );
  expect(readme).toContain(`"label": "${card?.suggestions?.[0]?.label}"`);
});

it('README.md names only commands and files that there are, and fits on one screen', () => {
  for (const [, script = ''] of readme.matchAll(/npm run (?:--silent )?([a-z:]+)/g))
    expect(scripts).toHaveProperty(script);
  for (const [, link = ''] of readme.matchAll(/\]\((?!https:)([^)#]+)/g))
    expect([link, existsSync(new URL(link, root))]).toEqual([link, true]);
  expect(readme.split('\n').length).toBeLessThan(60);
});
