import type { Query, Row, StoreError, Value } from './store.js';

/** What the journal uses of libsql's promise API, which comes without usable types. */
export interface SqliteConnection {
  exec(sql: string): Promise<void>;
  prepare(sql: string): Promise<{ all(parameters: readonly Value[]): Promise<Row[]>; all(): Promise<Row[]> }>;
  close(): void;
}

/**
 * One user at a time: statements between BEGIN and COMMIT must not mix with others', and
 * libsql would block the event loop where two calls meet on one connection.
 */
export class SerialConnection {
  #turn: Promise<unknown> = Promise.resolve();
  #failure: StoreError | undefined;

  constructor(private readonly connection: SqliteConnection) {}

  alone<T>(use: (query: Query, execute: (sql: string) => Promise<void>) => Promise<T>): Promise<T> {
    // SQLite's own numbered form: it looks `$1` up by name.
    const query: Query = async (sql, parameters = []) =>
      (await this.connection.prepare(sql.replaceAll('$', '?'))).all(parameters);
    const turn = this.#turn.then(() => {
      if (this.#failure !== undefined) throw this.#failure;
      return use(query, (sql) => this.connection.exec(sql));
    });
    this.#turn = turn.catch(() => undefined);
    return turn;
  }

  /** Who waits for a turn fails as this use did, at once: each would only wait as long, one after the other. */
  giveUp(failure: StoreError): void {
    this.#failure = failure;
  }

  async close(): Promise<void> {
    await this.#turn;
    this.connection.close();
  }
}
