import { StoreError } from './store.js';

/** SQLSTATE classes: data exception, integrity constraint violation. */
const REFUSED = /^2[23]/;
/** Wrong credentials, no such database, no privilege, no such schema. */
const MISCONFIGURED = /^(28|3D|3F|42501)/;

/** What a failure of PostgreSQL or of the way to it means for the journal. */
export function storeErrorOfPostgres(error: unknown): StoreError {
  if (error instanceof StoreError) return error;
  const sqlState = sqlStateOf(error);
  // The message of a refusal may quote the value: only its class is told.
  if (sqlState !== undefined && REFUSED.test(sqlState))
    return new StoreError('refused', `SQLSTATE ${sqlState}`);
  const kind = sqlState !== undefined && MISCONFIGURED.test(sqlState) ? 'misconfigured' : 'unreachable';
  return new StoreError(kind, `PostgreSQL: ${reasonOf(error)}`);
}

/** Only errors of the server carry one; those of the network have codes such as ECONNREFUSED. */
export function sqlStateOf(error: unknown): string | undefined {
  if (typeof error !== 'object' || error === null || !('severity' in error)) return undefined;
  return 'code' in error && typeof error.code === 'string' ? error.code : undefined;
}

function reasonOf(error: unknown): string {
  if (typeof error !== 'object' || error === null) return 'unknown failure';
  if ('message' in error && typeof error.message === 'string' && error.message !== '') return error.message;
  // A name with several addresses fails with an AggregateError that has no message.
  return 'code' in error && typeof error.code === 'string' ? error.code : 'unknown failure';
}
