import { describe, expect, it } from '@jest/globals';
import type { PrefetchOutcome } from '../../src/gather/prefetch-outcome.js';
import { readPrefetch } from '../../src/gather/read-prefetch.js';

const TEMPLATES = { key: 'Condition?patient={{context.patientId}}' };
const condition = { resourceType: 'Condition', id: 'c1' };
const entry = [{ resource: condition }];
const bundle = (members: object) => ({ resourceType: 'Bundle', type: 'searchset', ...members });
const outcome = (severity: string) => ({
  resource: { resourceType: 'OperationOutcome', issue: [{ severity }] },
});

const read = (value: unknown): PrefetchOutcome | undefined =>
  readPrefetch(TEMPLATES, { key: value } as Parameters<typeof readPrefetch>[1]).key;

const NOTHING: PrefetchOutcome = { state: 'known-empty' };
const UNREADABLE: PrefetchOutcome = { state: 'failed', failure: 'unreadable' };
const ALL = { state: 'supplied', resources: [condition] };
const part = (failure: string) => ({ state: 'incomplete', resources: [condition], failure });

describe('what an EHR sends under a key', () => {
  it.each<[string, unknown, object]>([
    ['null, which says that there is none', null, NOTHING],
    ['no entries', bundle({}), NOTHING],
    ['no entries, and a total of none', bundle({ total: 0, entry: [] }), NOTHING],
    ['"no results" as a warning (Epic)', bundle({ entry: [outcome('warning')] }), NOTHING],
    ['a match', bundle({ entry }), ALL],
    ['a bundle without a type', { resourceType: 'Bundle', entry }, ALL],
    ['a match unwrapped from its bundle', condition, ALL],
    ['as many matches as counted', bundle({ total: 1, entry }), ALL],
    ['fewer matches than counted', bundle({ total: 2, entry }), part('more-pages')],
    ['no match, though one is counted', bundle({ total: 1 }), { state: 'failed', failure: 'more-pages' }],
    ['a further page', bundle({ entry, link: [{ relation: 'next', url: 'x' }] }), part('more-pages')],
    [
      'a further page without its address',
      bundle({ entry, link: [{ relation: 'next' }] }),
      part('more-pages'),
    ],
    ['a link that is no list', bundle({ entry, link: { relation: 'next', url: 'x' } }), UNREADABLE],
    ['entries that are no list', bundle({ entry: {} }), UNREADABLE],
    ['a history', { ...bundle({ entry }), type: 'history' }, UNREADABLE],
    ['a batch of answers', { ...bundle({ entry }), type: 'batch-response' }, UNREADABLE],
    ['an error beside a match', bundle({ entry: [...entry, outcome('error')] }), part('operation-outcome')],
    ['an entry that is null', bundle({ entry: [...entry, null] }), part('unreadable')],
    [
      'an answer to another question',
      bundle({ entry: [{ resource: { resourceType: 'Goal' } }] }),
      UNREADABLE,
    ],
    ['an error page', '<html><body>HTTP Status 500</body></html>', UNREADABLE],
    ['a list', [condition], UNREADABLE],
    [
      'an error',
      { resourceType: 'OperationOutcome', issue: [{ severity: 'error' }] },
      { state: 'failed', failure: 'operation-outcome' },
    ],
  ])('is read as what it is: %s', (_, value, expected) => {
    expect(read(value)).toEqual(expected);
  });

  it('is not all of two matches if it is one match twice', () => {
    expect(read(bundle({ total: 2, entry: [...entry, ...entry] }))).toMatchObject({
      state: 'incomplete',
      failure: 'more-pages',
    });
  });

  it('is not there if it was left out, or if nothing at all was sent', () => {
    const absent = { key: { state: 'absent', failure: 'not-sent' } };
    expect(readPrefetch(TEMPLATES, {})).toEqual(absent);
    expect(readPrefetch(TEMPLATES, undefined)).toEqual(absent);
  });

  it('keeps the Medications that come with the orders that name them, marked or not', () => {
    const medication = { resourceType: 'Medication', id: 'm1' };
    expect(read(bundle({ total: 1, entry: [...entry, { resource: medication }] }))).toEqual({
      state: 'supplied',
      resources: [condition, medication],
    });
  });
});
