import pg from 'pg';
import { sqlStateOf, storeErrorOfPostgres } from './postgres-errors.js';
import type { Query, Row, Store, Value } from './store.js';

/** Any number, the same in all replicas: the name of the lock for migrations and retention. */
const EXCLUSIVE_LOCK = 6_180_339_887;

/** How long a statement may take before the connection counts as lost. */
const STATEMENT_MS = 5_000;
/** How long a server may neither answer nor refuse a connection. */
const CONNECT_MS = 2_000;
/** For reports over years of rows, migrations, and the wait for another replica's. */
const LONG_STATEMENT_MS = 60_000;

/** PostgreSQL's int8, what COUNT and BIGINT give; all of ours are below 2^53. */
const INT8 = 20;

/** `off` would acknowledge before the disk has it; stricter settings than `on` are left alone. */
const DURABLE = `SELECT set_config('synchronous_commit',
  CASE current_setting('synchronous_commit') WHEN 'off' THEN 'on' ELSE current_setting('synchronous_commit') END,
  true)`;

/** The journal in PostgreSQL, shared by all replicas. */
export class PostgresStore implements Store {
  readonly #pool: pg.Pool;
  /** Reports over years may take a minute each: what is written must not wait for them. */
  readonly #reports: pg.Pool;

  constructor(databaseUrl: string) {
    this.#pool = connectionsTo(databaseUrl, { max: 4, waitMs: CONNECT_MS });
    this.#reports = connectionsTo(databaseUrl, { max: 2, waitMs: LONG_STATEMENT_MS });
  }

  async read(sql: string, parameters: readonly Value[] = []): ReturnType<Query> {
    try {
      return (await this.#reports.query<Row>(statement(sql, parameters, LONG_STATEMENT_MS))).rows;
    } catch (error) {
      throw storeErrorOfPostgres(error);
    }
  }

  write<T>(work: (query: Query) => Promise<T>): Promise<T> {
    return this.#transaction(DURABLE, work, STATEMENT_MS);
  }

  exclusively<T>(work: (query: Query) => Promise<T>): Promise<T> {
    return this.#transaction(`SELECT pg_advisory_xact_lock(${EXCLUSIVE_LOCK})`, work, LONG_STATEMENT_MS);
  }

  async close(): Promise<void> {
    await Promise.all([this.#pool.end(), this.#reports.end()]);
  }

  async #transaction<T>(opening: string, work: (query: Query) => Promise<T>, limitMs: number): Promise<T> {
    let client: pg.PoolClient | undefined;
    try {
      const held = await this.#pool.connect();
      client = held;
      await held.query(statement(`BEGIN; ${opening}`, [], limitMs));
      const result = await work(
        async (sql, parameters = []) => (await held.query<Row>(statement(sql, parameters, limitMs))).rows,
      );
      await held.query('COMMIT');
      held.release();
      return result;
    } catch (error) {
      client?.release(!(await rolledBack(client, error)));
      throw storeErrorOfPostgres(error);
    }
  }
}

function connectionsTo(
  databaseUrl: string,
  { max, waitMs }: { readonly max: number; readonly waitMs: number },
): pg.Pool {
  const pool = new pg.Pool({
    connectionString: databaseUrl,
    application_name: 'ocrelizumab-cds',
    max,
    connectionTimeoutMillis: waitMs,
    query_timeout: STATEMENT_MS,
    keepAlive: true,
    types: {
      getTypeParser: (oid: number, format?: 'text' | 'binary') =>
        oid === INT8 ? Number : pg.types.getTypeParser(oid, format as 'text'),
    },
  });
  // A connection that breaks must not end the process, idle or in use or on its way from one to the other
  // (there nobody listens): its next use finds out.
  pool.on('error', ignored);
  pool.on('connect', (client) => client.on('error', ignored));
  return pool;
}

/** `query_timeout` per statement is pg's own, but not in its types. */
function statement(text: string, parameters: readonly Value[], limitMs: number): pg.QueryConfig {
  const timed = { text, values: [...parameters], query_timeout: limitMs };
  return timed;
}

/** Only a failure that the server itself reported leaves a connection fit for further use. */
async function rolledBack(client: pg.PoolClient, error: unknown): Promise<boolean> {
  if (sqlStateOf(error) === undefined) return false;
  return client.query('ROLLBACK').then(
    () => true,
    () => false,
  );
}

function ignored(): void {
  // The use of the connection reports it.
}
