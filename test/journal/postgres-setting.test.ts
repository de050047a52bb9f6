import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { JournalMisconfigured } from '../../src/journal/open-store.js';
import { queryPostgres, startPostgres, type TestPostgres } from '../support/postgres.js';
import { WatchedJournals } from './watched-journals.js';

const journals = new WatchedJournals();
afterEach(() => journals.end());

let postgres: TestPostgres;
beforeAll(async () => {
  postgres = await startPostgres();
}, 30_000);
afterAll(() => postgres.remove());

describe('PostgreSQL with a setting that cannot work refuses the start and says which', () => {
  const refused = async (databaseUrl: string) =>
    journals.open({ databaseUrl }).then(
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
