import { type DropReason, type JournalLog, JournalUnreachable } from './journal.js';

export interface HookQueueOptions<Entry> {
  /** Writes a batch as one; it is called again with the same entries after `JournalUnreachable`. */
  readonly write: (batch: readonly Entry[]) => Promise<void>;
  readonly onDrop: (reason: DropReason, count: number) => void;
  readonly log: JournalLog;
  readonly capacity: number;
  /** Entries written in one transaction. */
  readonly batchSize: number;
  /** How long the first entry of a batch waits for company. */
  readonly gatherMs: number;
}

/**
 * Takes entries at the speed of a hook and writes them behind it, in batches. While the
 * store is away the queue fills, and then new entries are dropped and counted: the
 * answer to a physician never waits for the journal.
 */
export class HookQueue<Entry> {
  #waiting: Entry[] = [];
  #timer: NodeJS.Timeout | undefined;
  #writing: Promise<void> | undefined;
  #dropped = 0;
  #closed = false;

  constructor(private readonly options: HookQueueOptions<Entry>) {}

  add(entry: Entry): void {
    if (this.#closed) {
      this.#drop('closed', 1);
    } else if (this.#waiting.length >= this.options.capacity) {
      this.#drop('queue-full', 1);
    } else {
      this.#waiting.push(entry);
      this.#wakeLater();
    }
  }

  /** Writes what waits, unless that is under way. */
  wake(): void {
    clearTimeout(this.#timer);
    this.#timer = undefined;
    this.#writing ??= this.#drain().then((end) => {
      this.#writing = undefined;
      if (end === 'drained' && this.#waiting.length > 0) this.#wakeLater();
    });
  }

  /** Takes nothing more, tries once to write what waits, and counts the rest as lost. */
  async close(): Promise<void> {
    this.#closed = true;
    await this.#writing;
    this.wake();
    await this.#writing;
    if (this.#waiting.length > 0) this.#drop('closed', this.#waiting.length);
    this.#waiting = [];
  }

  #wakeLater(): void {
    if (this.#timer !== undefined || this.#writing !== undefined) return;
    this.#timer = setTimeout(() => this.wake(), this.options.gatherMs);
    this.#timer.unref();
  }

  async #drain(): Promise<'drained' | 'store-away'> {
    while (this.#waiting.length > 0) {
      const batch = this.#waiting.slice(0, this.options.batchSize);
      try {
        await this.#write(batch);
      } catch {
        return 'store-away'; // It has said so in the log; `wake` comes when it is back.
      }
      this.#waiting.splice(0, batch.length);
    }
    this.#reportDrops();
    return 'drained';
  }

  /** Rejects only when the store is away. An entry that the store refuses is dropped alone. */
  async #write(batch: readonly Entry[]): Promise<void> {
    try {
      await this.options.write(batch);
    } catch (error) {
      if (error instanceof JournalUnreachable) throw error;
      if (batch.length === 1) this.#drop('refused', 1);
      else for (const entry of batch) await this.#write([entry]);
    }
  }

  #drop(reason: DropReason, count: number): void {
    if (this.#dropped === 0) {
      this.options.log.warn({ reason }, 'journal entries are being dropped: what was shown is not recorded');
    }
    this.#dropped += count;
    this.options.onDrop(reason, count);
  }

  #reportDrops(): void {
    if (this.#dropped === 0) return;
    this.options.log.warn({ dropped: this.#dropped }, 'journal takes entries again; these were lost');
    this.#dropped = 0;
  }
}
