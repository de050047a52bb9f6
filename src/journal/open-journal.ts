import type { DropReason, Journal, JournalLog } from './journal.js';
import { migrate } from './migrations.js';
import { type JournalPlace, misconfigured, openStore } from './open-store.js';
import { StoreError } from './store.js';
import { StoredJournal } from './stored-journal.js';

export interface JournalOptions extends JournalPlace {
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

/**
 * Opens the journal and brings its schema up to date. A file that cannot be used, wrong
 * credentials or a missing database refuse the start. A PostgreSQL that is merely down
 * does not: the service must answer hooks, and the journal joins when it is up.
 */
export async function openJournal(options: JournalOptions): Promise<Journal> {
  const { databaseUrl, clock, log, onDrop } = options;
  const store = openStore(options);
  const failed = await migrate(store, clock()).then(() => undefined, storeErrorOnly);
  if (failed !== undefined && (failed.kind === 'misconfigured' || databaseUrl === undefined)) {
    await store.close();
    throw misconfigured(options, failed);
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

function storeErrorOnly(error: unknown): StoreError {
  if (error instanceof StoreError) return error;
  throw error;
}
