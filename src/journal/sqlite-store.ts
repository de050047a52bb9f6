import { mkdir, open, stat } from 'node:fs/promises';
import { dirname } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import Database from 'libsql/promise';
import { SerialConnection, type SqliteConnection } from './sqlite-connection.js';
import { isBusy, storeErrorOfSqlite } from './sqlite-errors.js';
import { type Query, type Store, StoreError, type Value } from './store.js';

/** How long another process may hold the file locked before the journal counts as unreachable. */
const BUSY_ATTEMPTS = 500;
const BUSY_WAIT_MS = 10;

interface OpenFile {
  readonly writer: SerialConnection;
  readonly reader: SerialConnection;
  /** Device and inode: the same path may come to name another file. */
  readonly identity: string;
}

/** WAL: readers never wait for the writer. FULL: a commit is on disk, not only in the system's cache. */
const PRAGMAS = [
  // `untilFree` waits: SQLite would do so inside libsql's few threads, and hold up what frees the file.
  'PRAGMA busy_timeout = 0',
  'PRAGMA journal_mode = WAL',
  'PRAGMA synchronous = FULL',
  'PRAGMA foreign_keys = ON',
  // What retention deletes is gone from the file, not only from the index.
  'PRAGMA secure_delete = ON',
];

/** The journal in one SQLite file. Disk work runs outside the event loop (libsql's promise API). */
export class SqliteStore implements Store {
  #open: Promise<OpenFile> | undefined;
  #closed = false;

  constructor(private readonly file: string) {}

  async read(sql: string, parameters: readonly Value[] = []): ReturnType<Query> {
    const { reader } = await this.#opened();
    return this.#translated(() => reader.alone((query) => untilFree(() => query(sql, parameters))));
  }

  async write<T>(work: (query: Query) => Promise<T>): Promise<T> {
    const { writer, identity } = await this.#opened();
    return this.#translated(async () => {
      // A deleted or replaced file would take the rows with it, silently.
      if (identity !== (await identityOf(this.file))) {
        throw new StoreError('unreachable', `${this.file} was removed or replaced while in use`);
      }
      return writer.alone((query, execute) => inTransaction(query, execute, work));
    });
  }

  /** Every write is alone on the file already (BEGIN IMMEDIATE). */
  exclusively<T>(work: (query: Query) => Promise<T>): Promise<T> {
    return this.write(work);
  }

  async close(): Promise<void> {
    this.#closed = true;
    await this.#release();
  }

  #opened(): Promise<OpenFile> {
    if (this.#closed) return Promise.reject(new StoreError('unreachable', 'the journal is closed'));
    this.#open ??= openFile(this.file).catch((error: unknown) => {
      this.#open = undefined;
      throw storeErrorOfSqlite(error, this.file);
    });
    return this.#open;
  }

  async #translated<T>(work: () => Promise<T>): Promise<T> {
    try {
      return await work();
    } catch (error) {
      const translated = storeErrorOfSqlite(error, this.file);
      // After an I/O error the connection is in doubt: the next use opens the file anew.
      if (translated.kind === 'unreachable') await this.#release();
      throw translated;
    }
  }

  async #release(): Promise<void> {
    const open = this.#open;
    this.#open = undefined;
    const file = await open?.catch(() => undefined);
    await file?.writer.close();
    await file?.reader.close();
  }
}

async function openFile(file: string): Promise<OpenFile> {
  // The file holds users' comments: for the service's own account only. WAL and SHM files inherit the mode.
  await mkdir(dirname(file), { recursive: true, mode: 0o700 });
  await (await open(file, 'a', 0o600)).close();
  const identity = await identityOf(file);
  return { writer: await connect(file), reader: await connect(file), identity };
}

async function connect(file: string): Promise<SerialConnection> {
  const connection = new Database(file, {}) as SqliteConnection;
  for (const pragma of PRAGMAS) await untilFree(async () => (await connection.prepare(pragma)).all());
  return new SerialConnection(connection);
}

/** Tries again while another process holds the file locked. */
async function untilFree<T>(work: () => Promise<T>): Promise<T> {
  for (let attempt = 1; ; attempt++) {
    try {
      return await work();
    } catch (error) {
      if (!isBusy(error) || attempt === BUSY_ATTEMPTS) throw error;
      await sleep(BUSY_WAIT_MS);
    }
  }
}

async function inTransaction<T>(
  query: Query,
  execute: (sql: string) => Promise<void>,
  work: (query: Query) => Promise<T>,
): Promise<T> {
  await untilFree(() => execute('BEGIN IMMEDIATE'));
  try {
    const result = await work(query);
    await execute('COMMIT');
    return result;
  } catch (error) {
    await execute('ROLLBACK').catch(() => undefined); // SQLite may have rolled back by itself.
    throw error;
  }
}

async function identityOf(file: string): Promise<string> {
  const { dev, ino } = await stat(file);
  return `${dev}:${ino}`;
}
