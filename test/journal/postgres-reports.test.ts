import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { openStore } from '../../src/journal/open-store.js';
import { startPostgres, type TestPostgres } from '../support/postgres.js';

let postgres: TestPostgres;
beforeAll(async () => {
  postgres = await startPostgres();
}, 30_000);
afterAll(() => postgres.remove());

it('writes while more reports are running than there are connections for them', async () => {
  const store = openStore({ databaseUrl: await postgres.createDatabase(), file: '' });
  let unfinished = 5;
  const reports = Array.from({ length: unfinished }, async () => {
    await store.read('SELECT pg_sleep(1)');
    unfinished -= 1;
  });
  await store.write((query) => query('SELECT 1'));
  expect(unfinished).toBe(5);
  await Promise.all(reports);
  await store.close();
}, 20_000);
