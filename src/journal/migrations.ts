import { type Query, type Store, StoreError } from './store.js';

/**
 * The schema, step by step, in SQL that SQLite and PostgreSQL both read. A step that
 * was released is never edited: later changes are new steps. Times are milliseconds
 * since 1970 UTC.
 */
const MIGRATIONS: readonly (readonly string[])[] = [
  [
    `CREATE TABLE hook_call (
       id TEXT PRIMARY KEY,
       at BIGINT NOT NULL,
       service TEXT NOT NULL,
       hook TEXT NOT NULL,
       hook_instance TEXT NOT NULL,
       ehr TEXT NOT NULL,
       tenant TEXT,
       deck_version TEXT NOT NULL,
       duration_ms DOUBLE PRECISION NOT NULL,
       outcome TEXT NOT NULL
     )`,
    'CREATE INDEX hook_call_at ON hook_call (at)',
    // One row per showing: a repeated call shows the same card uuid again.
    `CREATE TABLE shown_card (
       call TEXT NOT NULL REFERENCES hook_call (id) ON DELETE CASCADE,
       uuid TEXT NOT NULL,
       ehr TEXT NOT NULL,
       at BIGINT NOT NULL,
       topic TEXT NOT NULL,
       indicator TEXT NOT NULL,
       facts TEXT NOT NULL,
       PRIMARY KEY (call, uuid)
     )`,
    'CREATE INDEX shown_card_at ON shown_card (at)',
    'CREATE INDEX shown_card_uuid ON shown_card (ehr, uuid, at)',
    `CREATE TABLE offered_suggestion (
       call TEXT NOT NULL REFERENCES hook_call (id) ON DELETE CASCADE,
       card TEXT NOT NULL,
       uuid TEXT NOT NULL,
       label TEXT NOT NULL,
       PRIMARY KEY (call, card, uuid)
     )`,
    // Append-only; the card need not be known: it may be from before this journal.
    `CREATE TABLE feedback (
       digest TEXT PRIMARY KEY,
       received_at BIGINT NOT NULL,
       outcome_at BIGINT,
       service TEXT NOT NULL,
       ehr TEXT NOT NULL,
       tenant TEXT,
       card TEXT NOT NULL,
       outcome TEXT NOT NULL,
       user_comment TEXT
     )`,
    'CREATE INDEX feedback_card ON feedback (ehr, card)',
    'CREATE INDEX feedback_received_at ON feedback (received_at)',
    `CREATE TABLE accepted_suggestion (
       feedback TEXT NOT NULL REFERENCES feedback (digest) ON DELETE CASCADE,
       uuid TEXT NOT NULL,
       PRIMARY KEY (feedback, uuid)
     )`,
    `CREATE TABLE override_reason (
       feedback TEXT NOT NULL REFERENCES feedback (digest) ON DELETE CASCADE,
       system TEXT NOT NULL,
       code TEXT NOT NULL,
       display TEXT,
       PRIMARY KEY (feedback, system, code)
     )`,
    'CREATE TABLE spent_token (digest TEXT PRIMARY KEY, expires_at BIGINT NOT NULL)',
    'CREATE INDEX spent_token_expires_at ON spent_token (expires_at)',
    'CREATE TABLE heartbeat (at BIGINT NOT NULL)',
    'INSERT INTO heartbeat (at) VALUES (0)',
  ],
];

/** Brings the schema up to date; safe from several replicas at once, and when there is nothing to do. */
export async function migrate(store: Store, now: Date): Promise<void> {
  await store.exclusively(async (query) => {
    await query(
      'CREATE TABLE IF NOT EXISTS journal_schema (version INTEGER PRIMARY KEY, applied_at BIGINT NOT NULL)',
    );
    const applied = await versionOf(query);
    if (applied > MIGRATIONS.length)
      throw otherVersion(applied, 'run the newer build, or give this one another store');
    for (const [index, statements] of MIGRATIONS.slice(applied).entries()) {
      for (const statement of statements) await query(statement);
      await query('INSERT INTO journal_schema (version, applied_at) VALUES ($1, $2)', [
        applied + index + 1,
        now.getTime(),
      ]);
    }
  });
}

/** For those who only read: the schema must be the one this build knows. */
export async function requireSchema(store: Store): Promise<void> {
  const applied = await versionOf((sql) => store.read(sql));
  if (applied !== MIGRATIONS.length)
    throw otherVersion(applied, 'read it with the build that the service runs');
}

async function versionOf(query: Query): Promise<number> {
  const [row] = await query('SELECT COALESCE(MAX(version), 0) AS version FROM journal_schema');
  return Number(row?.version ?? 0);
}

function otherVersion(applied: number, remedy: string): StoreError {
  return new StoreError(
    'misconfigured',
    `the journal's schema is version ${applied}, this build knows ${MIGRATIONS.length}: ${remedy}`,
  );
}

/** Proves that the store takes writes: a full disk or a read-only standby still answers reads. */
export async function beat(store: Store, now: Date): Promise<void> {
  await store.write((query) => query('UPDATE heartbeat SET at = $1', [now.getTime()]));
}
