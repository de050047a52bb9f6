import type { Every } from '../timer.js';
import type { Journal, JournalLog, Removed } from './journal.js';
import type { Store } from './store.js';

const DAY_MS = 86_400_000;
const HOUR_MS = 3_600_000;

/** Rows deleted in one transaction at most, so that feedback never waits long behind it. */
const CHUNK = 5_000;

/** Deletes rows older than `days` (none if undefined) and expired tokens. */
export async function removeOld(store: Store, days: number | undefined, now: Date): Promise<Removed> {
  const tokens = await removeBefore(store, 'spent_token', 'digest', 'expires_at', now.getTime());
  if (days === undefined) return { hookCalls: 0, feedback: 0, tokens };
  const cutoff = now.getTime() - days * DAY_MS;
  return {
    hookCalls: await removeBefore(store, 'hook_call', 'id', 'at', cutoff),
    feedback: await removeBefore(store, 'feedback', 'digest', 'received_at', cutoff),
    tokens,
  };
}

async function removeBefore(
  store: Store,
  table: string,
  key: string,
  time: string,
  cutoff: number,
): Promise<number> {
  const sql = `DELETE FROM ${table} WHERE ${key} IN
    (SELECT ${key} FROM ${table} WHERE ${time} < $1 ORDER BY ${key} LIMIT ${CHUNK}) RETURNING 1 AS removed`;
  let removed = 0;
  for (;;) {
    const rows = await store.exclusively((query) => query(sql, [cutoff]));
    removed += rows.length;
    if (rows.length < CHUNK) return removed;
  }
}

export interface RetentionOptions {
  readonly journal: Pick<Journal, 'applyRetention'>;
  /** Undefined keeps everything; expired tokens go all the same. */
  readonly days: number | undefined;
  readonly clock: () => Date;
  readonly log: JournalLog;
  readonly every: Every;
}

/** Applies retention now and every hour; the returned function ends it. */
export function startRetention({ journal, days, clock, log, every }: RetentionOptions): () => void {
  const apply = () => {
    journal.applyRetention(days, clock()).then(
      (removed) => {
        if (removed.hookCalls + removed.feedback > 0) log.info({ ...removed, days }, 'retention applied');
      },
      () => {
        // Without a number of days only tokens were to go, which have expired and do no harm.
        if (days === undefined) return;
        log.warn({ days }, 'retention not applied: the journal is unreachable; tried again in an hour');
      },
    );
  };
  apply();
  return every(apply, HOUR_MS);
}
