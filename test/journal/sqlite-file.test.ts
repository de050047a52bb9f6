import { existsSync, mkdirSync, mkdtempSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { performance } from 'node:perf_hooks';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import Database from 'libsql';
import { JournalUnreachable } from '../../src/journal/journal.js';
import { JournalMisconfigured } from '../../src/journal/open-store.js';
import { feedbackItem, hookEntry } from './entries.js';
import { stateIs, WatchedJournals } from './watched-journals.js';

const journals = new WatchedJournals();
afterEach(() => journals.end());

describe('the SQLite file', () => {
  let folder: string;
  let file: string;
  let files = 0;
  beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), 'ocrelizumab-cds-outage-'));
  });
  afterAll(() => rmSync(folder, { recursive: true, force: true }));
  beforeEach(() => {
    file = join(folder, `${++files}`, 'journal.sqlite');
  });

  it('locked by another process holds feedback up, and nothing else', async () => {
    const journal = await journals.open({ file });
    const other = new Database(file);
    other.exec('BEGIN IMMEDIATE');
    let stored = false;
    const feedback = journal.recordFeedback([feedbackItem()]).then(() => {
      stored = true;
    });
    journal.recordHook(hookEntry());
    // The event loop stays free: other calls are answered while the lock is held.
    for (let tick = 0; tick < 5; tick++) {
      const started = performance.now();
      await new Promise((resolve) => setTimeout(resolve, 20));
      expect(performance.now() - started).toBeLessThan(500);
    }
    expect(stored).toBe(false);
    other.exec('COMMIT');
    await feedback;
    expect(other.prepare('SELECT card FROM feedback').all()).toHaveLength(1);
    other.close();
  });

  it('locked for long holds feedback up once, not one after the other', async () => {
    const journal = await journals.open({ file, heartbeatMs: 60_000 });
    const other = new Database(file);
    other.exec('BEGIN EXCLUSIVE');
    const waiting = Array.from({ length: 8 }, (_, card) =>
      journal.recordFeedback([feedbackItem({ card: `${card}` })]).then(
        () => 'stored',
        (error: unknown) => (error instanceof JournalUnreachable ? 'unreachable' : String(error)),
      ),
    );
    await waiting[0];
    // The others ended with it: their own wait would be seconds, and eight of them the limit of this test.
    const soon = new Promise((resolve) => setTimeout(() => resolve('still waiting'), 2_000));
    expect(await Promise.race([Promise.all(waiting), soon])).toEqual(Array(8).fill('unreachable'));
    other.exec('COMMIT');
    await stateIs(journal, 'ok');
    await journal.recordFeedback([feedbackItem()]);
    expect(other.prepare('SELECT card FROM feedback').all()).toHaveLength(1);
    other.close();
  }, 20_000);

  it('removed while in use takes no acknowledged feedback with it', async () => {
    const journal = await journals.open({ file });
    rmSync(file);
    await expect(journal.recordFeedback([feedbackItem()])).rejects.toThrow(/removed or replaced|gone/);
    expect(journal.state()).toBe('unreachable');
    await stateIs(journal, 'ok');
    await journal.recordFeedback([feedbackItem()]);
    const database = new Database(file);
    expect(database.prepare('SELECT card FROM feedback').all()).toHaveLength(1);
    database.close();
  });

  it.each<[string, (path: string) => void, RegExp]>([
    ['is a directory', (path) => mkdirSync(path, { recursive: true }), /is a directory/],
    ['is no database', (path) => writeFileSync(path, 'x'.repeat(4_096)), /not a SQLite database/],
  ])('that %s refuses the start and says so', async (_, make, problem) => {
    mkdirSync(join(file, '..'), { recursive: true });
    make(file);
    const error = await journals.open({ file }).catch((thrown: unknown) => thrown);
    expect(error).toBeInstanceOf(JournalMisconfigured);
    expect(String(error)).toMatch(/JOURNAL_FILE: /);
    expect(String(error)).toMatch(problem);
  });

  it('in a folder that is a file refuses the start and says so', async () => {
    writeFileSync(join(folder, 'plain'), '');
    await expect(journals.open({ file: join(folder, 'plain', 'journal.sqlite') })).rejects.toThrow(
      /JOURNAL_FILE: .*part of its path is a file|JOURNAL_FILE: .*EEXIST/,
    );
  });

  it('in a folder that nobody can make refuses the start and says so', async () => {
    await expect(journals.open({ file: '/proc/nobody/can/journal.sqlite' })).rejects.toThrow(
      /JOURNAL_FILE: .*folder cannot be made/,
    );
  });

  it('gets the folders that it lacks, for its own account only', async () => {
    const deep = join(folder, 'a', 'b', 'journal.sqlite');
    await journals.open({ file: deep });
    for (const path of [join(folder, 'a'), join(folder, 'a', 'b')])
      expect(statSync(path).mode & 0o777).toBe(0o700);
  });

  it('is for the service’s own account only', async () => {
    const journal = await journals.open({ file });
    await journal.recordFeedback([feedbackItem()]);
    for (const path of [file, `${file}-wal`]) {
      expect(existsSync(path)).toBe(true);
      expect(statSync(path).mode & 0o077).toBe(0);
    }
  });
});
