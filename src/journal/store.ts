export type Value = string | number | null;

/** A row by column name. Integers arrive as numbers from both databases. */
export type Row = Readonly<Record<string, Value>>;

/** Runs one statement. Its parameters are `$1`, `$2` …; it has no other `$`. */
export type Query = (sql: string, parameters?: readonly Value[]) => Promise<readonly Row[]>;

/**
 * - `unreachable`: try again later;
 * - `refused`: this data will never be taken;
 * - `misconfigured`: an operator must change something.
 */
export type StoreErrorKind = 'unreachable' | 'refused' | 'misconfigured';

/** Every failure of a store. The message is fit for a log: no values, no credentials. */
export class StoreError extends Error {
  constructor(
    readonly kind: StoreErrorKind,
    message: string,
  ) {
    super(message);
    this.name = 'StoreError';
  }
}

/** A relational database, as far as the journal needs one. Every rejection is a `StoreError`. */
export interface Store {
  read: Query;
  /** One transaction; when it resolves, the work is on disk. */
  write<T>(work: (query: Query) => Promise<T>): Promise<T>;
  /** As `write`, for long work, and no other replica is inside `exclusively` meanwhile. */
  exclusively<T>(work: (query: Query) => Promise<T>): Promise<T>;
  close(): Promise<void>;
}
