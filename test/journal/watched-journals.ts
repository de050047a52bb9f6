import { expect } from '@jest/globals';
import type { DropReason, Journal } from '../../src/journal/journal.js';
import { type JournalOptions, openJournal } from '../../src/journal/open-journal.js';
import { eventually, readableLog } from './entries.js';

/** The journals of one test: what they drop and log is kept, and all are closed after it. */
export class WatchedJournals {
  #opened: Journal[] = [];
  drops: DropReason[] = [];
  /** The log of the journal opened last. */
  lines: string[] = [];

  async open(where: Partial<JournalOptions>): Promise<Journal> {
    const readable = readableLog();
    this.lines = readable.lines;
    const journal = await openJournal({
      file: 'unused',
      clock: () => new Date('2026-10-15T10:02:00Z'),
      log: readable.log,
      onDrop: (reason) => this.drops.push(reason),
      heartbeatMs: 200,
      ...where,
    });
    this.#opened.push(journal);
    return journal;
  }

  async end(): Promise<void> {
    await Promise.all(this.#opened.splice(0).map((journal) => journal.close()));
    this.drops = [];
  }
}

/** Waits for a state that the journal finds by itself. */
export function stateIs(journal: Journal, state: string): Promise<void> {
  return eventually(() => expect(journal.state()).toBe(state));
}
