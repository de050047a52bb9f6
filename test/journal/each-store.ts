import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, describe } from '@jest/globals';
import Database from 'libsql';
import type { DropReason, Journal } from '../../src/journal/journal.js';
import { openJournal } from '../../src/journal/open-journal.js';
import { queryPostgres, startPostgres, type TestPostgres } from '../support/postgres.js';
import { readableLog } from './entries.js';

/** Where one test keeps its journal, and a way to look at what is stored beside it. */
interface Place {
  readonly file: string;
  readonly databaseUrl?: string;
  readonly rows: (sql: string) => Promise<readonly Record<string, unknown>[]>;
}

/** A journal that is open and empty when a test begins. */
export class KeptJournal {
  #place!: Place;
  journal!: Journal;
  now!: Date;
  drops!: DropReason[];

  async begin(place: Place): Promise<void> {
    this.#place = place;
    this.now = new Date('2026-10-15T10:02:00Z');
    this.drops = [];
    this.journal = await this.open();
  }

  rows(sql: string): Promise<readonly Record<string, unknown>[]> {
    return this.#place.rows(sql);
  }

  open(journalValues = false): Promise<Journal> {
    const { file, databaseUrl } = this.#place;
    return openJournal({
      file,
      ...(databaseUrl !== undefined && { databaseUrl }),
      clock: () => this.now,
      log: readableLog().log,
      onDrop: (reason) => this.drops.push(reason),
      journalValues,
    });
  }

  /** Everything recorded so far is on disk, and the journal is open again. */
  async reopen(): Promise<void> {
    await this.journal.close();
    this.journal = await this.open();
  }
}

/** Says the same of a journal on SQLite and of one on PostgreSQL. */
export function describeOnEachStore(what: string, tests: (kept: KeptJournal) => void): void {
  let postgres: TestPostgres;
  let folder: string;
  let places = 0;

  beforeAll(async () => {
    postgres = await startPostgres();
    folder = mkdtempSync(join(tmpdir(), 'ocrelizumab-cds-journal-'));
  }, 30_000);
  afterAll(async () => {
    await postgres.remove();
    rmSync(folder, { recursive: true, force: true });
  });

  const onSqlite = async (): Promise<Place> => {
    const file = join(folder, `${++places}`, 'journal.sqlite');
    return {
      file,
      rows: async (sql) => {
        const database = new Database(file);
        const rows = database.prepare(sql).all() as Record<string, unknown>[];
        database.close();
        return rows;
      },
    };
  };
  const onPostgres = async (): Promise<Place> => {
    const databaseUrl = await postgres.createSchema();
    return {
      file: join(folder, 'unused.sqlite'),
      databaseUrl,
      rows: (sql) => queryPostgres(databaseUrl, sql),
    };
  };

  describe.each([
    { store: 'SQLite', newPlace: onSqlite },
    { store: 'PostgreSQL', newPlace: onPostgres },
  ])(`${what} on $store`, ({ newPlace }) => {
    const kept = new KeptJournal();
    beforeEach(async () => kept.begin(await newPlace()));
    afterEach(() => kept.journal.close());
    tests(kept);
  });
}
