import { OperatorError } from '../configuration/operator-error.js';
import { isPostgresUrl } from '../configuration/postgres-url.js';
import { PostgresStore } from './postgres-store.js';
import { SqliteStore } from './sqlite-store.js';
import type { Store, StoreError } from './store.js';

/** Where the journal is. */
export interface JournalPlace {
  /** `DATABASE_URL`; none means SQLite in `file`. */
  readonly databaseUrl?: string;
  /** `JOURNAL_FILE`. */
  readonly file: string;
}

/** The journal cannot be used as configured; the message says which setting to change. */
export class JournalMisconfigured extends OperatorError {}

/** The store of a place; it connects when it is first used. */
export function openStore({ databaseUrl, file }: JournalPlace): Store {
  return databaseUrl === undefined ? new SqliteStore(file) : new PostgresStore(checkedUrl(databaseUrl));
}

/** What an operator is told of a store that cannot be used, beginning with the setting. */
export function misconfigured({ databaseUrl }: JournalPlace, { message }: StoreError): JournalMisconfigured {
  const setting = databaseUrl === undefined ? 'JOURNAL_FILE' : 'DATABASE_URL';
  return new JournalMisconfigured(`${setting}: the journal cannot be used: ${message}`);
}

/** The URL holds a password: it is checked here, so that no parser can quote it in an error. */
function checkedUrl(databaseUrl: string): string {
  if (!isPostgresUrl(databaseUrl)) {
    throw new JournalMisconfigured(
      'DATABASE_URL: not a PostgreSQL URL; expected postgresql://user:password@host:5432/database',
    );
  }
  return databaseUrl;
}
