import { readFileSync } from 'node:fs';
import { describe, expect, it } from '@jest/globals';
import { parse } from 'yaml';
import { loadProjectDeck } from './support/judge-story.js';

/** docs/clinical-basis.md is what a clinical reviewer signs: it must name every rule, and only what is there. */
const page = readFileSync(new URL('../docs/clinical-basis.md', import.meta.url), 'utf8');
const deck = loadProjectDeck();
const cards = [...deck.cards, deck.uncheckedCard].map(({ definition }) => definition);

/** The rows of the table under a heading, each as its cells. */
function tableUnder(heading: string): readonly (readonly string[])[] {
  const section = page.split(/^## /m).find((part) => part.startsWith(`${heading}\n`)) ?? '';
  const rows = section.split('\n').filter((line) => line.startsWith('| '));
  return rows.slice(1).map((row) => row.split(' | ').map((cell) => cell.replace(/^\| | \|$/g, '')));
}

const namesIn = (cell = ''): readonly string[] =>
  [...cell.matchAll(/\[([^\]]+)\]/g)].map(([, name = '']) => name);

interface Told {
  readonly expect: Readonly<Record<string, string>>;
}

function outcomesOf(card: string, files: readonly string[]): ReadonlySet<string> {
  const cases = files.flatMap(
    (file) =>
      parse(readFileSync(new URL(`./cases/${file}.yaml`, import.meta.url), 'utf8'), {
        merge: true,
        maxAliasCount: -1,
      }) as readonly Told[],
  );
  const seen = cases.flatMap(({ expect: outcomes }) => outcomes[card] ?? []);
  return new Set(seen.map((outcome) => (/silent|cannot-tell/.test(outcome) ? outcome : 'fires')));
}

const rules = tableUnder('Rules');

describe('the table of rules', () => {
  it('names R01 to R40, each once', () => {
    const all = Array.from({ length: 40 }, (_, i) => `R${String(i + 1).padStart(2, '0')}`);
    expect(rules.map(([rule]) => rule)).toEqual(all);
  });

  it.each(rules.map((row) => [row[0] ?? '', row] as const))(
    '%s: its card says that it carries it out',
    (rule, row) => {
      const carrying = cards.filter((card) => card.rules?.includes(rule)).map(({ id }) => id);
      expect(namesIn(row[2])).toEqual(carrying);
      expect(carrying).not.toEqual([]);
    },
  );

  it.each(rules.map((row) => [row[0] ?? '', row] as const))(
    '%s: its cases tell when it speaks and when not',
    (_, row) => {
      for (const card of namesIn(row[2])) {
        const outcomes = outcomesOf(card, namesIn(row[3]));
        expect([...outcomes]).toEqual(expect.arrayContaining(['fires', 'silent']));
      }
    },
  );
});

describe('the table of what the article asks', () => {
  const article = tableUnder('What the article asks').flatMap(([, card]) => namesIn(card));

  it('names only cards that are there', () => {
    const ids = cards.map(({ id }) => id);
    expect(article.filter((name) => !ids.includes(name))).toEqual([]);
  });

  it('names every card that answers a sentence of it', () => {
    const answering = cards.filter(({ article: sentence }) => sentence !== undefined).map(({ id }) => id);
    expect(answering.filter((id) => !article.includes(id))).toEqual([]);
  });
});
