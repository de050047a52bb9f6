import type { DropReason, Journal, JournalLog } from './journal.js';
import { migrate } from './migrations.js';
import { PostgresStore } from './postgres-store.js';
import { SqliteStore } from './sqlite-store.js';
import { type Store, StoreError } from './store.js';
import { StoredJournal } from './stored-journal.js';

export interface JournalOptions {
  /** `DATABASE_URL`; none means SQLite in `file`. */
  readonly databaseUrl?: string;
  /** `JOURNAL_FILE`. */
  readonly file: string;
  readonly clock: () => Date;
  readonly log: JournalLog;
  readonly onDrop: (reason: DropReason, count: number) => void;
  /** Whether the site lets numbers of facts be kept; by default not. */
  readonly journalValues?: boolean;
  /** Hook entries that may wait for the store before new ones are dropped. */
  readonly queueCapacity?: number;
  /** How often the store is looked at when nobody uses it, so that `state()` is fresh. */
  readonly heartbeatMs?: number;
}

/** The journal cannot be used as configured; the message says which setting to change. */
export class JournalMisconfigured extends Error {
  constructor(message: string) {
    super(message);
    this.name = 'JournalMisconfigured';
  }
}

/**
 * Opens the journal and brings its schema up to date. A file that cannot be used, wrong
 * credentials or a missing database refuse the start. A PostgreSQL that is merely down
 * does not: the service must answer hooks, and the journal joins when it is up.
 */
export async function openJournal(options: JournalOptions): Promise<Journal> {
  const { databaseUrl, file, clock, log, onDrop } = options;
  const store: Store =
    databaseUrl === undefined ? new SqliteStore(file) : new PostgresStore(checkedUrl(databaseUrl));
  const failed = await migrate(store, clock()).then(() => undefined, storeErrorOnly);
  if (failed !== undefined && (failed.kind === 'misconfigured' || databaseUrl === undefined)) {
    await store.close();
    const setting = databaseUrl === undefined ? 'JOURNAL_FILE' : 'DATABASE_URL';
    throw new JournalMisconfigured(`${setting}: the journal cannot be used: ${failed.message}`);
  }
  const journal = new StoredJournal({
    store,
    clock,
    log,
    onDrop,
    keepValues: options.journalValues ?? false,
    queueCapacity: options.queueCapacity ?? 5_000,
    heartbeatMs: options.heartbeatMs ?? 2_000,
  });
  journal.start(failed);
  return journal;
}

/** The URL holds a password: it is checked here, so that no parser can quote it in an error. */
function checkedUrl(databaseUrl: string): string {
  if (!URL.canParse(databaseUrl) || !/^postgres(ql)?:$/.test(new URL(databaseUrl).protocol)) {
    throw new JournalMisconfigured(
      'DATABASE_URL: not a PostgreSQL URL; expected postgresql://user:password@host:5432/database',
    );
  }
  return databaseUrl;
}

function storeErrorOnly(error: unknown): StoreError {
  if (error instanceof StoreError) return error;
  throw error;
}
