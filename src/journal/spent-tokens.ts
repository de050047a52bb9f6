import { createHash } from 'node:crypto';
import { insertRows } from './insert-rows.js';
import type { JournalLog } from './journal.js';
import type { Query } from './store.js';

export interface SpentTokensOptions {
  /** One transaction on the store; rejects while it is away. */
  readonly write: <T>(work: (query: Query) => Promise<T>) => Promise<T>;
  readonly log: JournalLog;
  /** How long a hook may wait for the store before this replica's memory answers alone. */
  readonly patienceMs: number;
  /** Tokens held in memory; the oldest give way. */
  readonly capacity: number;
}

interface Pending {
  readonly digest: string;
  readonly expiresAt: number;
  readonly settle: (answer: 'new' | 'seen') => void;
}

/**
 * Replay protection: each (issuer, jti) once. The store shares it among replicas; calls
 * that arrive together share one transaction. Each replica also remembers its own: while
 * the store is away a token can at worst be used once per replica, within its few
 * minutes of life, and hooks keep their speed.
 */
export class SpentTokens {
  readonly #own = new Set<string>();
  #owed: Pending[] = [];
  #pending: Pending[] = [];
  #writing = false;
  #alone = false;

  constructor(private readonly options: SpentTokensOptions) {}

  async remember(issuer: string, jti: string, expiresAt: Date): Promise<'new' | 'seen'> {
    // A digest: no token id at rest, and a key of fixed size whatever the EHR sends.
    const digest = createHash('sha256')
      .update(JSON.stringify([issuer, jti]))
      .digest('hex');
    if (this.#own.has(digest)) return 'seen';
    this.#keep(digest);
    return new Promise((settle) => {
      const token = { digest, expiresAt: expiresAt.getTime(), settle };
      // While the store has not come round, nobody waits for it again.
      const patienceMs = this.#alone ? 0 : this.options.patienceMs;
      const timer = setTimeout(() => this.#answerAlone([token]), patienceMs);
      this.#pending.push({
        ...token,
        settle: (answer) => {
          clearTimeout(timer);
          settle(answer);
        },
      });
      void this.#drain();
    });
  }

  /** Tells the store about the tokens that were used while it was away. */
  async settleDebts(): Promise<void> {
    const owed = this.#owed;
    this.#owed = [];
    await this.options.write((query) => insertTokens(query, owed)).catch(() => this.#owe(owed));
  }

  async #drain(): Promise<void> {
    if (this.#writing) return;
    this.#writing = true;
    while (this.#pending.length > 0) {
      const batch = this.#pending;
      this.#pending = [];
      try {
        const fresh = new Set(await this.options.write((query) => insertTokens(query, batch)));
        this.#alone = false;
        for (const token of batch) token.settle(fresh.has(token.digest) ? 'new' : 'seen');
      } catch {
        this.#owe(batch);
        this.#answerAlone(batch);
      }
    }
    this.#writing = false;
  }

  #answerAlone(tokens: readonly Pending[]): void {
    if (!this.#alone) {
      this.options.log.warn(
        {},
        'journal slow or unreachable: replay protection holds within this replica only until it is back',
      );
    }
    this.#alone = true;
    for (const token of tokens) token.settle('new');
  }

  #keep(digest: string): void {
    const [oldest] = this.#own;
    if (this.#own.size >= this.options.capacity && oldest !== undefined) this.#own.delete(oldest);
    this.#own.add(digest);
  }

  #owe(tokens: readonly Pending[]): void {
    this.#owed = [...this.#owed, ...tokens].slice(-this.options.capacity);
  }
}

async function insertTokens(query: Query, tokens: readonly Pending[]): Promise<readonly string[]> {
  const rows = await insertRows(
    query,
    'spent_token',
    { digest: 'TEXT', expires_at: 'BIGINT' },
    // In one order everywhere, so that two replicas never wait for each other.
    [...tokens]
      .sort((a, b) => (a.digest < b.digest ? -1 : 1))
      .map(({ digest, expiresAt }) => [digest, expiresAt]),
    'digest',
  );
  return rows.map((row) => String(row.digest));
}
