import { expect, it } from '@jest/globals';
import { loadProjectDeck } from '../support/judge-story.js';

/*
 * Patterns are held against every text of a record, and one that is slow holds up everybody's calls. What a pattern
 * looks for, over and over and never quite, is what makes one slow that looks ahead from each place again.
 */
const LENGTH = 50_000;
const MOST_MS = 100;
const { definitions, readings } = loadProjectDeck().source;

type Named = readonly [name: string, pattern: RegExp];

function patternsIn(value: unknown, path: string): readonly Named[] {
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([key, member]): readonly Named[] => {
    const at = `${path}.${key}`;
    if (member instanceof RegExp) return [[at, member]];
    const isPattern = typeof member === 'string' && (/text$/i.test(key) || path === 'phrases');
    return isPattern ? [[at, new RegExp(member, 'i')]] : patternsIn(member, at);
  });
}

const { drugs, routes, orders, phrases, diagnosesInWords } = definitions;
const patterns = Object.entries({ drugs, routes, orders, phrases, diagnosesInWords, readings }).flatMap(
  ([section, value]) => patternsIn(value, section),
);

/** The words that stand in a pattern, without its signs. */
function wordsOf({ source }: RegExp): ReadonlySet<string> {
  return new Set(source.replace(/\\[a-z]/gi, ' ').match(/[a-z]{2,}/gi));
}

function quickest(pattern: RegExp, text: string): number {
  const times = [1, 2, 3].map(() => {
    const began = performance.now();
    pattern.test(text);
    return performance.now() - began;
  });
  return Math.min(...times);
}

it('finds the patterns of drugs, routes, phrases, diagnoses and readings', () => {
  const sections = new Set(patterns.map(([name]) => name.split('.')[0]));
  expect([...sections]).toEqual(
    expect.arrayContaining(['drugs', 'routes', 'phrases', 'diagnosesInWords', 'readings']),
  );
});

it.each(patterns)('%s is quick with a text that is made to be slow', (_, pattern) => {
  const slow = [...wordsOf(pattern)]
    .flatMap((word) => [word, `${word}-`])
    .filter((part) => quickest(pattern, `${part.repeat(LENGTH / part.length)}\n`) > MOST_MS);
  expect(slow).toEqual([]);
});
