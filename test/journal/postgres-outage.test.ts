import { connect, createServer, type Server, type Socket } from 'node:net';
import { performance } from 'node:perf_hooks';
import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { JournalUnreachable } from '../../src/journal/journal.js';
import { queryPostgres, startPostgres, type TestPostgres } from '../support/postgres.js';
import { eventually, feedbackItem, hookEntry } from './entries.js';
import { stateIs, WatchedJournals } from './watched-journals.js';

const SOON = new Date('2026-10-15T10:07:00Z');

const journals = new WatchedJournals();
afterEach(() => journals.end());

describe('PostgreSQL', () => {
  let postgres: TestPostgres;
  beforeAll(async () => {
    postgres = await startPostgres();
  }, 30_000);
  afterAll(() => postgres.remove());

  const rows = (url: string, table: string) => queryPostgres(url, `SELECT * FROM ${table}`);

  it('that goes down and comes back costs no answer, no stored row and no restart', async () => {
    const databaseUrl = await postgres.createDatabase();
    const journal = await journals.open({ databaseUrl });
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
    expect(journals.drops).toEqual([]);
    // The other replicas learn which tokens were used meanwhile.
    const other = await journals.open({ databaseUrl });
    await eventually(async () => expect(await other.rememberToken('iss', 'during', SOON)).toBe('seen'));
  }, 20_000);

  it('that is away for long fills the queue; what is dropped is counted and logged without flooding the log', async () => {
    const databaseUrl = await postgres.createDatabase();
    const journal = await journals.open({ databaseUrl, queueCapacity: 10 });
    await postgres.stop();
    await stateIs(journal, 'unreachable');
    for (let call = 0; call < 50; call++) journal.recordHook(hookEntry());
    expect(journals.drops).toEqual(Array(40).fill('queue-full'));
    await postgres.start();
    await stateIs(journal, 'ok');
    await eventually(async () => expect(await rows(databaseUrl, 'hook_call')).toHaveLength(10));
    await eventually(() => expect(journals.lines.join()).toContain('"dropped":40'));
    expect(journals.lines.filter((line) => line.includes('being dropped'))).toHaveLength(1);
    expect(journals.lines.filter((line) => line.includes('journal unreachable'))).toHaveLength(1);
    expect(journals.lines.filter((line) => line.includes('journal reachable again'))).toHaveLength(1);
  }, 20_000);

  it('that is down at start is joined when it is up', async () => {
    const databaseUrl = await postgres.createDatabase();
    await postgres.stop();
    const journal = await journals.open({ databaseUrl });
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
    const journal = await journals.open({ databaseUrl });
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
    const journal = await journals.open({ databaseUrl });
    await queryPostgres(databaseUrl, 'DROP SCHEMA public CASCADE; CREATE SCHEMA public');
    await stateIs(journal, 'unreachable');
    await stateIs(journal, 'ok');
    await journal.recordFeedback([feedbackItem()]);
    expect(await rows(databaseUrl, 'feedback')).toHaveLength(1);
  }, 20_000);

  it('that only reads, as a standby does, counts as unreachable', async () => {
    const databaseUrl = await postgres.createDatabase();
    const journal = await journals.open({ databaseUrl });
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
      const journal = await journals.open({ databaseUrl: through(await postgres.createDatabase()) });
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
});
