import { access } from 'node:fs/promises';
import type { Journal } from './journal.js';
import { requireSchema } from './migrations.js';
import { JournalMisconfigured, type JournalPlace, misconfigured, openStore } from './open-store.js';
import { StoreError } from './store.js';
import { tallyOf } from './tally-queries.js';

/**
 * Reads the journal that a service writes, beside that service: it creates nothing and
 * migrates nothing, and what fails is told as something to change.
 */
export async function readJournal<T>(
  place: JournalPlace,
  use: (journal: Pick<Journal, 'tally'>) => Promise<T>,
): Promise<T> {
  if (place.databaseUrl === undefined) await requireFile(place.file);
  const store = openStore(place);
  try {
    await requireSchema(store);
    return await use({
      tally: (period) => tallyOf((sql, parameters) => store.read(sql, parameters), period),
    });
  } catch (error) {
    throw error instanceof StoreError ? misconfigured(place, error) : error;
  } finally {
    await store.close();
  }
}

async function requireFile(file: string): Promise<void> {
  await access(file).catch(() => {
    throw new JournalMisconfigured(
      `JOURNAL_FILE: there is no ${file}; name the file that the service writes, or set DATABASE_URL`,
    );
  });
}
