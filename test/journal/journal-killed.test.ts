import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { Agent, request } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import Database from 'libsql';
import { queryPostgres, startPostgres, type TestPostgres } from '../support/postgres.js';
import { type ServiceProcess, startService } from '../support/service-process.js';

const ITEMS = 2_000;
const AT_ONCE = 8;

/** `KILL_ROUNDS=20` for a long look. */
const ROUNDS = Number(process.env.KILL_ROUNDS ?? 3);

/**
 * When a round kills: so many items acknowledged, and milliseconds after that. Spread over all items
 * by the golden ratio, however many rounds there are; what the process is doing then is chance.
 */
function momentOf(round: number) {
  return { acknowledged: 1 + Math.floor(((round * 0.618) % 1) * (ITEMS - 200)), thenMs: round % 4 };
}

let postgres: TestPostgres;
let folder: string;

beforeAll(async () => {
  postgres = await startPostgres();
  folder = mkdtempSync(join(tmpdir(), 'ocrelizumab-cds-killed-'));
}, 30_000);

afterAll(async () => {
  await postgres.remove();
  rmSync(folder, { recursive: true, force: true });
});

/** Posts one item; resolves to whether it was answered 200. */
function post(port: number, agent: Agent, card: string): Promise<boolean> {
  return new Promise((resolve) => {
    const body = JSON.stringify({ feedback: [{ card, outcome: 'overridden' }] });
    request(
      {
        port,
        host: '127.0.0.1',
        agent,
        method: 'POST',
        path: '/cds-services/ocrelizumab-order-sign/feedback',
        headers: { 'Content-Type': 'application/json', 'Content-Length': Buffer.byteLength(body) },
      },
      (answer) => {
        answer.resume().once('close', () => resolve(answer.complete && answer.statusCode === 200));
      },
    )
      .once('error', () => resolve(false))
      .end(body);
  });
}

/** Posts items until the process is killed; the cards that were answered 200. */
async function postUntilKilled({ child, port }: ServiceProcess, round: number) {
  const agent = new Agent({ keepAlive: true, maxSockets: AT_ONCE });
  const moment = momentOf(round);
  const acknowledged: string[] = [];
  let next = 0;
  const exited = once(child, 'exit');
  const poster = async () => {
    while (next < ITEMS && child.exitCode === null && !child.killed) {
      const card = `round-${round}-item-${next++}`;
      if (await post(port, agent, card)) acknowledged.push(card);
      if (acknowledged.length === moment.acknowledged) setTimeout(() => child.kill('SIGKILL'), moment.thenMs);
    }
  };
  await Promise.all(Array.from({ length: AT_ONCE }, poster));
  await exited;
  agent.destroy();
  return acknowledged;
}

interface Place {
  readonly settings: Readonly<Record<string, string>>;
  /** What is stored, read past the service. */
  readonly cards: () => Promise<readonly string[]>;
}

const STORES: readonly { readonly store: string; readonly place: () => Promise<Place> }[] = [
  {
    store: 'SQLite',
    place: async () => {
      const file = join(folder, 'journal.sqlite');
      const cards = async () => {
        const database = new Database(file);
        const rows = database.prepare('SELECT card FROM feedback').all() as { card: string }[];
        database.close();
        return rows.map((row) => row.card);
      };
      return { settings: { JOURNAL_FILE: file }, cards };
    },
  },
  {
    store: 'PostgreSQL',
    place: async () => {
      const databaseUrl = await postgres.createSchema();
      const cards = async () =>
        (await queryPostgres(databaseUrl, 'SELECT card FROM feedback')).map((row) => String(row.card));
      return { settings: { DATABASE_URL: databaseUrl }, cards };
    },
  },
];

describe.each(STORES)('a service killed while it takes feedback, on $store', ({ place }) => {
  it(
    'has stored every item that it answered with 200, and takes more when it is started again',
    async () => {
      const { settings, cards } = await place();
      const acknowledged: string[] = [];
      for (let round = 0; round < ROUNDS; round++) {
        const service = await startService(settings);
        const answered = await postUntilKilled(service, round);
        expect(answered.length).toBeGreaterThanOrEqual(momentOf(round).acknowledged);
        expect(answered.length).toBeLessThan(ITEMS);
        acknowledged.push(...answered);
        const stored = new Set(await cards());
        expect(acknowledged.filter((card) => !stored.has(card))).toEqual([]);
      }
      const stored = await cards();
      expect(new Set(stored).size).toBe(stored.length);
    },
    30_000 * ROUNDS,
  );
});
