import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { describe, expect, it } from '@jest/globals';
import { storyExample } from '../src/docs/story-example.js';
import { whatItChecks } from '../src/docs/what-it-checks.js';
import { whatItReads } from '../src/docs/what-it-reads.js';
import { judgeStory, loadProjectDeck, stories, storiesDirectory } from './support/judge-story.js';

const root = new URL('../', import.meta.url);
const read = (path: string) => readFileSync(new URL(path, root), 'utf8');

it('docs/what-it-checks.md says what the deck says today (else: npm run docs)', () => {
  const deck = loadProjectDeck();
  expect(read('docs/what-it-checks.md') === whatItChecks(deck, storyExample(deck, storiesDirectory))).toBe(
    true,
  );
});

it('docs/what-it-checks.md explains every mark of a source, and shows no other', () => {
  const page = read('docs/what-it-checks.md');
  const explained = [...page.matchAll(/^- `\[(\w+)\]`: /gm)].map(([, mark]) => mark);
  const used = Object.values(loadProjectDeck().source.definitions.limits).flatMap(
    ({ source }) => /^\[(\w+)\]/.exec(source)?.[1] ?? [],
  );
  expect([...new Set(used)].sort()).toEqual(explained.sort());
});

it('docs/what-it-reads.md asks for what the deck asks for today (else: npm run docs)', () => {
  expect(read('docs/what-it-reads.md') === whatItReads(loadProjectDeck())).toBe(true);
});

it('docs/register-with-your-ehr.md expects the cards that its call is answered with', () => {
  const [, name = '', hook, expected = ''] =
    /story -- (\S+) (order-sign) > call\.json.*?\nExpected: (.*?)\. Errors/s.exec(
      read('docs/register-with-your-ehr.md'),
    ) ?? [];
  const story = stories.get(name);
  if (story === undefined || hook !== 'order-sign') throw new Error(`it tells an unknown story: ${name}`);
  const { cards } = judgeStory(loadProjectDeck(), story, hook);
  const named = [...expected.matchAll(/`(\w+)`/g)].map(([, topic]) => topic);
  expect(named).toEqual(cards.map(({ source }) => source.topic.code));
});

describe('docs/security.md', () => {
  const rows = read('docs/security.md')
    .split('\n')
    .filter((line) => /^\| .+ \| .+ \| .+ \|$/.test(line) && !line.startsWith('| threat'));
  const named = rows.flatMap((row) =>
    [...row.matchAll(/`((?:src|test)\/[^`]+)`/g)].map(([, path = '']) => path),
  );

  it('names a test for every threat', () => {
    expect(rows.length).toBeGreaterThan(20);
    expect(rows.filter((row) => !/`test\/[^`]+`[^|]*\|$/.test(row))).toEqual([]);
  });

  it.each([...new Set(named)])('names what there is: %s', (path) => {
    expect(existsSync(new URL(path, root))).toBe(true);
  });
});

it.each(readdirSync(new URL('docs/', root)).filter((name) => name.endsWith('.md')))(
  'docs/%s links to pages that are there',
  (name) => {
    const links = [...read(`docs/${name}`).matchAll(/\]\(([^)#:\s]+)(?:#[^)]*)?\)/g)].map(
      ([, path = '']) => path,
    );
    expect(links.filter((path) => !existsSync(new URL(path, new URL('docs/', root))))).toEqual([]);
  },
);
