import { describe, expect, it } from '@jest/globals';
import type { Resource } from '../../src/fhir/resource.js';
import { merged, together } from '../../src/gather/merge-outcomes.js';
import type { PrefetchOutcome } from '../../src/gather/prefetch-outcome.js';

const condition = (id: string | undefined, note: string) =>
  ({ resourceType: 'Condition', ...(id !== undefined && { id }), code: { text: note } }) as Resource;

const supplied = (...resources: Resource[]): PrefetchOutcome => ({ state: 'supplied', resources });
const part = (failure: 'more-pages' | 'too-much', ...resources: Resource[]): PrefetchOutcome => ({
  state: 'incomplete',
  resources,
  failure,
});
const failed: PrefetchOutcome = { state: 'failed', failure: 'timeout' };
const absent: PrefetchOutcome = { state: 'absent', failure: 'not-sent' };

const a = condition('a', 'sent');
const b = condition('b', 'sent');
const newA = condition('a', 'fetched');
const c = condition('c', 'fetched');
const nameless = condition(undefined, 'sent');

describe('what was fetched for a key', () => {
  it.each<[string, PrefetchOutcome, PrefetchOutcome, PrefetchOutcome]>([
    ['stands for what was left out', absent, supplied(c), supplied(c)],
    ['says why what was left out is not there', absent, failed, failed],
    ['replaces a part by the whole', part('more-pages', a, b), supplied(newA, c), supplied(newA, c)],
    [
      'adds to a part, the fresher copy first',
      part('more-pages', a, b, nameless),
      part('too-much', newA, c),
      part('too-much', newA, c, b, nameless),
    ],
    ['takes nothing from a part if it failed', part('more-pages', a), failed, part('more-pages', a)],
    [
      'takes nothing from a part if nothing was found',
      part('more-pages', a),
      { state: 'known-empty' },
      part('more-pages', a),
    ],
  ])('%s', (_, sent, fetched, expected) => {
    expect(merged({ key: sent }, { key: fetched })).toEqual({ key: expected });
  });
});

describe('several reads taken together', () => {
  it.each<[string, PrefetchOutcome[], PrefetchOutcome]>([
    ['are complete if each is', [supplied(a), supplied(b)], supplied(a, b)],
    [
      'are in part if one failed',
      [supplied(a), failed],
      { state: 'incomplete', resources: [a], failure: 'timeout' },
    ],
    ['have failed if all did', [failed, failed], failed],
    ['are empty if there were none', [], { state: 'known-empty' }],
  ])('%s', (_, outcomes, expected) => {
    expect(together(Object.fromEntries(outcomes.map((o, i) => [String(i), o])))).toEqual(expected);
  });
});
