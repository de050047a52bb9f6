import { open, stat } from 'node:fs/promises';
import { dirname } from 'node:path';
import Database from 'libsql/promise';
import { makeFolder } from './journal-folder.js';
import { SerialConnection, type SqliteConnection } from './sqlite-connection.js';
import { storeErrorOfSqlite } from './sqlite-errors.js';
import { deadlineFromNow, untilFree } from './sqlite-wait.js';
import { type Query, type Store, StoreError, type Value } from './store.js';

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
  /** Once one is, another may be open. */
  readonly #released = new WeakSet<OpenFile>();

  constructor(private readonly file: string) {}

  async read(sql: string, parameters: readonly Value[] = []): ReturnType<Query> {
    const deadline = deadlineFromNow();
    const file = await this.#opened(deadline);
    return this.#translated(file, () =>
      file.reader.alone((query) => untilFree(deadline, () => query(sql, parameters))),
    );
  }

  async write<T>(work: (query: Query) => Promise<T>): Promise<T> {
    const deadline = deadlineFromNow();
    const file = await this.#opened(deadline);
    return this.#translated(file, async () => {
      // A deleted or replaced file would take the rows with it, silently.
      if (file.identity !== (await identityOf(this.file))) {
        throw new StoreError('unreachable', `${this.file} was removed or replaced while in use`);
      }
      return file.writer.alone(async (query, execute) => {
        await untilFree(deadline, () => execute('BEGIN IMMEDIATE'));
        return inTransaction(query, execute, work);
      });
    });
  }

  /** Every write is alone on the file already (BEGIN IMMEDIATE). */
  exclusively<T>(work: (query: Query) => Promise<T>): Promise<T> {
    return this.write(work);
  }

  async close(): Promise<void> {
    this.#closed = true;
    const file = await this.#open?.catch(() => undefined);
    if (file !== undefined) await this.#release(file);
  }

  #opened(deadline: number): Promise<OpenFile> {
    if (this.#closed) return Promise.reject(new StoreError('unreachable', 'the journal is closed'));
    this.#open ??= openFile(this.file, deadline).catch((error: unknown) => {
      this.#open = undefined;
      throw storeErrorOfSqlite(error, this.file);
    });
    return this.#open;
  }

  async #translated<T>(file: OpenFile, work: () => Promise<T>): Promise<T> {
    try {
      return await work();
    } catch (error) {
      const translated = storeErrorOfSqlite(error, this.file);
      // After an I/O error the connection is in doubt: the next use opens the file anew.
      if (translated.kind === 'unreachable' && !this.#released.has(file)) {
        file.writer.giveUp(translated);
        file.reader.giveUp(translated);
        await this.#release(file);
      }
      throw translated;
    }
  }

  async #release(file: OpenFile): Promise<void> {
    this.#released.add(file);
    this.#open = undefined;
    await file.writer.close();
    await file.reader.close();
  }
}

async function openFile(file: string, deadline: number): Promise<OpenFile> {
  // The file holds users' comments: for the service's own account only. WAL and SHM files inherit the mode.
  await makeFolder(dirname(file));
  await (await open(file, 'a', 0o600)).close();
  const identity = await identityOf(file);
  const writer = await connect(file, deadline);
  try {
    return { writer, reader: await connect(file, deadline), identity };
  } catch (error) {
    await writer.close();
    throw error;
  }
}

async function connect(file: string, deadline: number): Promise<SerialConnection> {
  const connection = new Database(file, {}) as SqliteConnection;
  try {
    for (const pragma of PRAGMAS)
      await untilFree(deadline, async () => (await connection.prepare(pragma)).all());
    return new SerialConnection(connection);
  } catch (error) {
    // It is tried again every half second: until garbage is collected, each attempt would hold the file.
    connection.close();
    throw error;
  }
}

/** Does the work in the transaction that has begun, and ends it. */
async function inTransaction<T>(
  query: Query,
  execute: (sql: string) => Promise<void>,
  work: (query: Query) => Promise<T>,
): Promise<T> {
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
