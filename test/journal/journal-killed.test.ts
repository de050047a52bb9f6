import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { Agent, request } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import Database from 'libsql';
import { queryPostgres, startPostgres, type TestPostgres } from '../support/postgres.js';

const ITEMS = 2_000;
const AT_ONCE = 8;

/** Acknowledged items after which the process is killed; where exactly it stands then is chance. */
const KILLED_AFTER = [1, 317, 1_204];

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

interface ServiceProcess {
  readonly child: ChildProcess;
  readonly port: number;
}

async function startService(file: string, databaseUrl?: string): Promise<ServiceProcess> {
  const here = (name: string) => fileURLToPath(new URL(name, import.meta.url));
  const child = spawn(
    process.execPath,
    [
      '--import',
      new URL('./typescript-loader.mjs', import.meta.url).href,
      here('./feedback-process.ts'),
      file,
      ...(databaseUrl === undefined ? [] : [databaseUrl]),
    ],
    { stdio: ['ignore', 'pipe', 'inherit'] },
  );
  const failed = once(child, 'exit').then(() => Promise.reject(new Error('the service did not start')));
  const [port] = await Promise.race([once(child.stdout, 'data'), failed]);
  return { child, port: Number(String(port)) };
}

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

/** Posts items until all are answered or the process is dead; the cards that were answered 200. */
async function postUntilKilled({ child, port }: ServiceProcess, round: number, killAfter: number) {
  const agent = new Agent({ keepAlive: true, maxSockets: AT_ONCE });
  const acknowledged: string[] = [];
  let next = 0;
  const exited = once(child, 'exit');
  const poster = async () => {
    while (next < ITEMS && child.exitCode === null && !child.killed) {
      const card = `round-${round}-item-${next++}`;
      if (await post(port, agent, card)) acknowledged.push(card);
      if (acknowledged.length >= killAfter) child.kill('SIGKILL');
    }
  };
  await Promise.all(Array.from({ length: AT_ONCE }, poster));
  await exited;
  agent.destroy();
  return acknowledged;
}

const STORES = [
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
      return { file, databaseUrl: undefined, cards };
    },
  },
  {
    store: 'PostgreSQL',
    place: async () => {
      const databaseUrl = await postgres.createSchema();
      const cards = async () =>
        (await queryPostgres(databaseUrl, 'SELECT card FROM feedback')).map((row) => String(row.card));
      return { file: 'unused', databaseUrl, cards };
    },
  },
];

describe.each(STORES)('a process killed while it takes feedback, on $store', ({ place }) => {
  it('has stored every item that it answered with 200', async () => {
    const { file, databaseUrl, cards } = await place();
    const acknowledged: string[] = [];
    for (const [round, killAfter] of KILLED_AFTER.entries()) {
      const service = await startService(file, databaseUrl);
      const answered = await postUntilKilled(service, round, killAfter);
      expect(answered.length).toBeGreaterThanOrEqual(killAfter);
      expect(answered.length).toBeLessThan(ITEMS);
      acknowledged.push(...answered);
    }
    // Started once more, as after a crash: the service itself must be able to open what is left.
    const service = await startService(file, databaseUrl);
    expect(await post(service.port, new Agent(), 'after-restart')).toBe(true);
    service.child.kill('SIGKILL');
    await once(service.child, 'exit');
    const stored = await cards();
    expect(stored).toEqual(expect.arrayContaining([...acknowledged, 'after-restart']));
    expect(new Set(stored).size).toBe(stored.length);
  }, 60_000);
});
