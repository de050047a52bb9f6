import { v7 as timedUuid } from 'uuid';
import { commentsIn, type UserComment } from './comments.js';
import { insertFeedback } from './feedback-rows.js';
import { HookQueue } from './hook-queue.js';
import { insertHooks, type QueuedHook } from './hook-rows.js';
import type {
  DropReason,
  FeedbackItem,
  HookEntry,
  Journal,
  JournalLog,
  JournalState,
  Removed,
} from './journal.js';
import { beat, migrate } from './migrations.js';
import { Reachability } from './reachability.js';
import { removeOld } from './retention.js';
import { SpentTokens } from './spent-tokens.js';
import type { Query, Store, StoreError } from './store.js';
import type { Period, Tally } from './tally.js';
import { tallyOf } from './tally-queries.js';

export interface StoredJournalOptions {
  readonly store: Store;
  readonly clock: () => Date;
  readonly log: JournalLog;
  readonly onDrop: (reason: DropReason, count: number) => void;
  /** `journalValues`: whether this site lets numbers of facts be kept. */
  readonly keepValues: boolean;
  readonly queueCapacity: number;
  readonly heartbeatMs: number;
}

/** The journal on a relational store: queue, replay memory and outage handling are the same for both. */
export class StoredJournal implements Journal {
  readonly #store: Store;
  readonly #reachability: Reachability;
  readonly #hooks: HookQueue<QueuedHook>;
  readonly #tokens: SpentTokens;

  constructor(private readonly options: StoredJournalOptions) {
    const { store, log, clock } = options;
    this.#store = store;
    this.#reachability = new Reachability({
      log,
      everyMs: options.heartbeatMs,
      retryMs: 500,
      probe: async () => {
        // Also after an outage: the database may have come back empty.
        if (this.#reachability.state() === 'unreachable') await migrate(store, clock());
        await beat(store, clock());
      },
      onReachable: () => {
        this.#hooks.wake();
        void this.#tokens.settleDebts();
      },
    });
    this.#hooks = new HookQueue({
      write: (batch) =>
        this.#reachability.use(() => store.write((query) => insertHooks(query, batch, options.keepValues))),
      onDrop: options.onDrop,
      log,
      capacity: options.queueCapacity,
      batchSize: 200,
      gatherMs: 50,
    });
    this.#tokens = new SpentTokens({
      write: (work) => this.#reachability.use(() => store.write(work)),
      log,
      patienceMs: 500,
      capacity: 50_000,
    });
  }

  readonly #read: Query = (sql, parameters) => this.#store.read(sql, parameters);

  /** Begins to look after the store; `failed` if the first attempt to use it failed. */
  start(failed?: StoreError): void {
    this.#reachability.start(failed);
  }

  recordHook(entry: HookEntry): void {
    try {
      // By time: a key of chance would land in another page of the index with each call, and every page is written.
      this.#hooks.add({ id: timedUuid({ msecs: entry.at.getTime() }), entry });
    } catch {
      this.options.log.error({}, 'the journal could not take an entry'); // `onDrop` itself failed.
    }
  }

  async recordFeedback(items: readonly FeedbackItem[]): Promise<void> {
    if (items.length === 0) return;
    const receivedAt = this.options.clock();
    await this.#reachability.use(() =>
      this.#store.write((query) => insertFeedback(query, items, receivedAt)),
    );
  }

  rememberToken(issuer: string, jti: string, expiresAt: Date): Promise<'new' | 'seen'> {
    return this.#tokens.remember(issuer, jti, expiresAt);
  }

  tally(period: Period): Promise<Tally> {
    return this.#reachability.use(() => tallyOf(this.#read, period));
  }

  comments(period: Period): Promise<readonly UserComment[]> {
    return this.#reachability.use(() => commentsIn(this.#read, period));
  }

  state(): JournalState {
    return this.#reachability.state();
  }

  applyRetention(days: number | undefined, now: Date): Promise<Removed> {
    return this.#reachability.use(() => removeOld(this.#store, days, now));
  }

  async close(): Promise<void> {
    this.#reachability.stop();
    await this.#hooks.close();
    await this.#store.close();
  }
}
