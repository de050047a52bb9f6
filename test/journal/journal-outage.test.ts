import { mkdirSync, mkdtempSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { connect, createServer, type Server, type Socket } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { performance } from 'node:perf_hooks';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import Database from 'libsql';
import { type DropReason, type Journal, JournalUnreachable } from '../../src/journal/journal.js';
import { type JournalOptions, openJournal } from '../../src/journal/open-journal.js';
import { JournalMisconfigured } from '../../src/journal/open-store.js';
import { queryPostgres, startPostgres, type TestPostgres } from '../support/postgres.js';
import { eventually, feedbackItem, hookEntry, readableLog } from './entries.js';

const SOON = new Date('2026-10-15T10:07:00Z');

let drops: DropReason[];
let lines: string[];
const opened: Journal[] = [];

async function open(where: Partial<JournalOptions>): Promise<Journal> {
  const readable = readableLog();
  lines = readable.lines;
  const journal = await openJournal({
    file: 'unused',
    clock: () => new Date('2026-10-15T10:02:00Z'),
    log: readable.log,
    onDrop: (reason) => drops.push(reason),
    heartbeatMs: 200,
    ...where,
  });
  opened.push(journal);
  return journal;
}

beforeEach(() => {
  drops = [];
});
afterEach(async () => {
  await Promise.all(opened.splice(0).map((journal) => journal.close()));
});

const stateIs = (journal: Journal, state: string) => eventually(() => expect(journal.state()).toBe(state));

describe('PostgreSQL', () => {
  let postgres: TestPostgres;
  beforeAll(async () => {
    postgres = await startPostgres();
  }, 30_000);
  afterAll(() => postgres.remove());

  const rows = (url: string, table: string) => queryPostgres(url, `SELECT * FROM ${table}`);

  it('that goes down and comes back costs no answer, no stored row and no restart', async () => {
    const databaseUrl = await postgres.createDatabase();
    const journal = await open({ databaseUrl });
    await journal.recordFeedback([feedbackItem({ card: 'before' })]);
    await journal.rememberToken('iss', 'before', SOON);

    await postgres.stop();
    await stateIs(journal, 'unreachable'); // By itself: nobody has used it.

    const started = performance.now();
    for (let call = 0; call < 200; call++) journal.recordHook(hookEntry());
    expect(await journal.rememberToken('iss', 'during', SOON)).toBe('new');
    expect(await journal.rememberToken('iss', 'during', SOON)).toBe('seen');
    expect(await journal.rememberToken('iss', 'before', SOON)).toBe('seen');
    await expect(journal.recordFeedback([feedbackItem({ card: 'during' })])).rejects.toThrow(
      JournalUnreachable,
    );
    await expect(journal.tally({ from: SOON, to: SOON })).rejects.toThrow(JournalUnreachable);
    await expect(journal.applyRetention(1, SOON)).rejects.toThrow(JournalUnreachable);
    expect(performance.now() - started).toBeLessThan(1_500);

    await postgres.start();
    await stateIs(journal, 'ok');
    await journal.recordFeedback([feedbackItem({ card: 'after' })]);
    await eventually(async () => expect(await rows(databaseUrl, 'hook_call')).toHaveLength(200));
    expect((await rows(databaseUrl, 'feedback')).map((row) => row.card).sort()).toEqual(['after', 'before']);
    expect(drops).toEqual([]);
    // The other replicas learn which tokens were used meanwhile.
    const other = await open({ databaseUrl });
    await eventually(async () => expect(await other.rememberToken('iss', 'during', SOON)).toBe('seen'));
  }, 20_000);

  it('that is away for long fills the queue; what is dropped is counted and logged without flooding the log', async () => {
    const databaseUrl = await postgres.createDatabase();
    const journal = await open({ databaseUrl, queueCapacity: 10 });
    await postgres.stop();
    await stateIs(journal, 'unreachable');
    for (let call = 0; call < 50; call++) journal.recordHook(hookEntry());
    expect(drops).toEqual(Array(40).fill('queue-full'));
    await postgres.start();
    await stateIs(journal, 'ok');
    await eventually(async () => expect(await rows(databaseUrl, 'hook_call')).toHaveLength(10));
    await eventually(() => expect(lines.join()).toContain('"dropped":40'));
    expect(lines.filter((line) => line.includes('being dropped'))).toHaveLength(1);
    expect(lines.filter((line) => line.includes('journal unreachable'))).toHaveLength(1);
    expect(lines.filter((line) => line.includes('journal reachable again'))).toHaveLength(1);
  }, 20_000);

  it('that is down at start is joined when it is up', async () => {
    const databaseUrl = await postgres.createDatabase();
    await postgres.stop();
    const journal = await open({ databaseUrl });
    expect(journal.state()).toBe('unreachable');
    journal.recordHook(hookEntry());
    await expect(journal.recordFeedback([feedbackItem()])).rejects.toThrow(JournalUnreachable);
    await postgres.start();
    await stateIs(journal, 'ok');
    await journal.recordFeedback([feedbackItem()]);
    await eventually(async () => expect(await rows(databaseUrl, 'hook_call')).toHaveLength(1));
  }, 20_000);

  it('that breaks every connection while in use is used again at once', async () => {
    const databaseUrl = await postgres.createDatabase();
    const journal = await open({ databaseUrl });
    const kill = `SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE application_name = 'ocrelizumab-cds'`;
    let taken = 0;
    for (let round = 0; round < 30; round++) {
      const attempts = Array.from({ length: 4 }, (_, index) =>
        journal.recordFeedback([feedbackItem({ card: `${round}-${index}` })]).then(
          () => {
            taken += 1;
          },
          () => undefined,
        ),
      );
      if (round % 5 === 0) await queryPostgres(databaseUrl, kill);
      await Promise.all(attempts);
    }
    await stateIs(journal, 'ok');
    await journal.recordFeedback([feedbackItem({ card: 'last' })]);
    expect((await rows(databaseUrl, 'feedback')).length).toBeGreaterThanOrEqual(taken + 1);
  }, 20_000);

  it('that comes back empty is set up again', async () => {
    const databaseUrl = await postgres.createDatabase();
    const journal = await open({ databaseUrl });
    await queryPostgres(databaseUrl, 'DROP SCHEMA public CASCADE; CREATE SCHEMA public');
    await stateIs(journal, 'unreachable');
    await stateIs(journal, 'ok');
    await journal.recordFeedback([feedbackItem()]);
    expect(await rows(databaseUrl, 'feedback')).toHaveLength(1);
  }, 20_000);

  it('that only reads, as a standby does, counts as unreachable', async () => {
    const databaseUrl = await postgres.createDatabase();
    const journal = await open({ databaseUrl });
    const setReadOnly = async (value: 'on' | 'off') => {
      const database = new URL(databaseUrl).pathname.slice(1);
      await queryPostgres(
        databaseUrl,
        `BEGIN READ WRITE;
         ALTER DATABASE ${database} SET default_transaction_read_only = ${value};
         COMMIT;
         SELECT pg_terminate_backend(pid) FROM pg_stat_activity
         WHERE application_name = 'ocrelizumab-cds' AND datname = '${database}'`,
      );
    };
    await setReadOnly('on');
    await stateIs(journal, 'unreachable');
    await expect(journal.recordFeedback([feedbackItem()])).rejects.toThrow(/read-only/);
    await setReadOnly('off');
    await stateIs(journal, 'ok');
    await journal.recordFeedback([feedbackItem()]);
  }, 20_000);

  describe('behind a network that swallows everything', () => {
    let network: Server;
    let swallowing = false;
    const sockets = new Set<Socket>();
    let through: (databaseUrl: string) => string;

    beforeAll(async () => {
      let target = 0;
      network = createServer((client) => {
        const server = connect(target, '127.0.0.1');
        for (const socket of [client, server]) {
          sockets.add(socket);
          socket.on('error', () => undefined);
        }
        client.on('data', (bytes) => !swallowing && server.write(bytes));
        server.on('data', (bytes) => !swallowing && client.write(bytes));
        client.on('close', () => server.destroy());
      });
      await new Promise<void>((resolve) => network.listen(0, '127.0.0.1', resolve));
      const address = network.address();
      through = (databaseUrl) => {
        const url = new URL(databaseUrl);
        target = Number(url.port);
        url.port = String(typeof address === 'object' ? address?.port : 0);
        return url.href;
      };
    });
    afterAll(() => {
      for (const socket of sockets) socket.destroy();
      network.close();
    });

    it('holds hooks up once, for no more than half a second, and feedback for seconds', async () => {
      const journal = await open({ databaseUrl: through(await postgres.createDatabase()) });
      await journal.recordFeedback([feedbackItem({ card: 'before' })]);
      swallowing = true;
      const started = performance.now();
      const feedback = expect(journal.recordFeedback([feedbackItem()])).rejects.toThrow(JournalUnreachable);
      journal.recordHook(hookEntry());
      expect(await journal.rememberToken('iss', 'jti', SOON)).toBe('new');
      expect(performance.now() - started).toBeLessThan(3_000);
      const alone = performance.now();
      for (let call = 0; call < 20; call++) {
        expect(await journal.rememberToken('iss', `jti-${call}`, SOON)).toBe('new');
      }
      expect(performance.now() - alone).toBeLessThan(500);
      expect(await journal.rememberToken('iss', 'jti', SOON)).toBe('seen');
      await feedback;
      expect(performance.now() - started).toBeLessThan(9_000);
      expect(journal.state()).toBe('unreachable');
      swallowing = false;
      await stateIs(journal, 'ok');
      await journal.recordFeedback([feedbackItem()]);
    }, 30_000);
  });

  describe('with a setting that cannot work refuses the start and says which', () => {
    const refused = async (databaseUrl: string) =>
      open({ databaseUrl }).then(
        () => 'started',
        (error: unknown) => (error instanceof JournalMisconfigured ? error.message : `not told: ${error}`),
      );

    it.each(['not a url', 'mysql://user:secret@127.0.0.1/journal', 'postgresql://user:secret@[/journal', ''])(
      'as %j is no PostgreSQL URL',
      async (databaseUrl) => {
        expect(await refused(databaseUrl)).toBe(
          'DATABASE_URL: not a PostgreSQL URL; expected postgresql://user:password@host:5432/database',
        );
      },
    );

    it('as the password is wrong', async () => {
      const url = new URL(await postgres.createDatabase());
      url.password = 'secret';
      const message = await refused(url.href);
      expect(message).toMatch(/^DATABASE_URL: .*password authentication failed/);
      expect(message).not.toContain('secret');
    });

    it('as there is no such database', async () => {
      const url = new URL(await postgres.createDatabase());
      url.pathname = '/nowhere';
      expect(await refused(url.href)).toMatch(/^DATABASE_URL: .*database "nowhere" does not exist/);
    });

    it('as the account may not create tables', async () => {
      const databaseUrl = await postgres.createDatabase();
      const url = new URL(databaseUrl);
      await queryPostgres(databaseUrl, `CREATE ROLE reader_${Date.now()}`);
      await queryPostgres(databaseUrl, `CREATE USER reader PASSWORD 'reader'`);
      url.username = 'reader';
      url.password = 'reader';
      expect(await refused(url.href)).toMatch(/^DATABASE_URL: .*permission denied for schema public/);
    });
  });
});

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
    const journal = await open({ file });
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
    const journal = await open({ file, heartbeatMs: 60_000 });
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
    const journal = await open({ file });
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
    const error = await open({ file }).catch((thrown: unknown) => thrown);
    expect(error).toBeInstanceOf(JournalMisconfigured);
    expect(String(error)).toMatch(/JOURNAL_FILE: /);
    expect(String(error)).toMatch(problem);
  });

  it('in a folder that is a file refuses the start and says so', async () => {
    writeFileSync(join(folder, 'plain'), '');
    await expect(open({ file: join(folder, 'plain', 'journal.sqlite') })).rejects.toThrow(
      /JOURNAL_FILE: .*part of its path is a file|JOURNAL_FILE: .*EEXIST/,
    );
  });

  it('in a folder that nobody can make refuses the start and says so', async () => {
    await expect(open({ file: '/proc/nobody/can/journal.sqlite' })).rejects.toThrow(
      /JOURNAL_FILE: .*folder cannot be made/,
    );
  });

  it('gets the folders that it lacks, for its own account only', async () => {
    const deep = join(folder, 'a', 'b', 'journal.sqlite');
    await open({ file: deep });
    for (const path of [join(folder, 'a'), join(folder, 'a', 'b')])
      expect(statSync(path).mode & 0o777).toBe(0o700);
  });
});
