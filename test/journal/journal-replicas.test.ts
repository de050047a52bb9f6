import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { Journal } from '../../src/journal/journal.js';
import { type JournalOptions, openJournal } from '../../src/journal/open-journal.js';
import { startPostgres, type TestPostgres } from '../support/postgres.js';
import { eventually, feedbackItem, hookEntry, OCTOBER, readableLog } from './entries.js';

let postgres: TestPostgres;
let folder: string;

beforeAll(async () => {
  postgres = await startPostgres();
  folder = mkdtempSync(join(tmpdir(), 'ocrelizumab-cds-replicas-'));
}, 30_000);
afterAll(async () => {
  await postgres.remove();
  rmSync(folder, { recursive: true, force: true });
});

const EMPTY: readonly {
  store: string;
  place: () => Promise<Pick<JournalOptions, 'file' | 'databaseUrl'>>;
}[] = [
  { store: 'one SQLite file', place: async () => ({ file: join(folder, 'journal.sqlite') }) },
  {
    store: 'one PostgreSQL',
    place: async () => ({ file: 'unused', databaseUrl: await postgres.createDatabase() }),
  },
];

const BATCH = 300;
const batchOf = (ehr: string) =>
  Array.from({ length: BATCH }, (_, index) => feedbackItem({ ehr, card: `batch-${index}` }));

describe.each(EMPTY)('replicas that start at once on $store, empty', ({ place }) => {
  let replicas: readonly Journal[];
  let here: Journal;
  let there: Journal;

  beforeAll(async () => {
    const where = await place();
    replicas = await Promise.all(
      Array.from({ length: 5 }, () =>
        openJournal({
          ...where,
          clock: () => new Date('2026-10-15T10:02:00Z'),
          log: readableLog().log,
          onDrop: () => undefined,
        }),
      ),
    );
    const [first, second] = replicas;
    if (first === undefined || second === undefined) throw new Error('two replicas are needed');
    here = first;
    there = second;
  }, 20_000);
  afterAll(() => Promise.all(replicas.map((journal) => journal.close())));

  it('all start', () => {
    expect(replicas.map((journal) => journal.state())).toEqual(Array(5).fill('ok'));
  });

  it('refuse at one a token that was used at another', async () => {
    const soon = new Date('2026-10-15T10:07:00Z');
    expect(await here.rememberToken('iss', 'jti', soon)).toBe('new');
    expect(await there.rememberToken('iss', 'jti', soon)).toBe('seen');
  });

  it('let a token sent to all of them at once pass at one', async () => {
    const soon = new Date('2026-10-15T10:07:00Z');
    for (let round = 0; round < 10; round++) {
      const answers = await Promise.all(
        replicas.map((journal) => journal.rememberToken('iss', `race-${round}`, soon)),
      );
      expect(answers.filter((answer) => answer === 'new')).toHaveLength(1);
    }
  });

  it('join feedback sent to one with the card that another showed', async () => {
    const ehr = 'Joining Hospital';
    here.recordHook(hookEntry({ ehr }));
    await there.recordFeedback([feedbackItem({ ehr })]);
    await eventually(async () => {
      const { cards, unmatched } = await there.tally(OCTOBER);
      expect(cards).toEqual([{ ehr, topic: 'immunoglobulinLow', response: 'accepted', cards: 1 }]);
      expect(unmatched.filter((row) => row.ehr === ehr)).toEqual([]);
    });
  });

  it('take the same batch at once without waiting for each other for ever', async () => {
    const batch = batchOf('Busy Hospital');
    await Promise.all(
      replicas.map((journal, index) =>
        journal.recordFeedback(index % 2 === 0 ? batch : [...batch].reverse()),
      ),
    );
    const { unmatched } = await here.tally(OCTOBER);
    expect(unmatched).toContainEqual({ ehr: 'Busy Hospital', items: BATCH });
  });

  it('apply retention at once without harm', async () => {
    await here.recordFeedback(batchOf('Forgetful Hospital'));
    const { cards, unmatched } = await here.tally(OCTOBER);
    const answered = cards.filter(({ response }) => response !== 'ignored').length;
    const stored = answered + unmatched.reduce((sum, { items }) => sum + items, 0);
    const removed = await Promise.all(
      replicas.map((journal) => journal.applyRetention(0, new Date('2026-10-15T11:00:00Z'))),
    );
    expect(stored).toBeGreaterThanOrEqual(BATCH);
    expect(removed.reduce((sum, { feedback }) => sum + feedback, 0)).toBe(stored);
    expect((await here.tally(OCTOBER)).cards).toEqual([]);
  });
});
