import { type JournalLog, type JournalState, JournalUnreachable } from './journal.js';
import { StoreError } from './store.js';

export interface ReachabilityOptions {
  /** Brings the store back to use: connects, migrates, writes. */
  readonly probe: () => Promise<void>;
  readonly onReachable: () => void;
  readonly log: JournalLog;
  /** Between looks while all is well. */
  readonly everyMs: number;
  /** Between attempts while it is not. */
  readonly retryMs: number;
}

/**
 * Knows whether the store can be reached, and lets no call wait for one that cannot:
 * while it is unreachable every use fails at once, and only the probe tries.
 */
export class Reachability {
  #state: JournalState = 'ok';
  #reason = '';
  #timer: NodeJS.Timeout | undefined;
  #looking = false;
  #stopped = false;

  constructor(private readonly options: ReachabilityOptions) {}

  state(): JournalState {
    return this.#state;
  }

  /** Looks after the store from now on; `failed` if the start found it unreachable. */
  start(failed?: StoreError): void {
    if (failed !== undefined) this.#lost(failed);
    else this.#schedule();
  }

  stop(): void {
    this.#stopped = true;
    clearTimeout(this.#timer);
  }

  /** Runs work on the store. `StoreError('refused')` passes through; every other failure is `JournalUnreachable`. */
  async use<T>(work: () => Promise<T>): Promise<T> {
    if (this.#state === 'unreachable') throw new JournalUnreachable(this.#reason);
    try {
      return await work();
    } catch (error) {
      if (!(error instanceof StoreError) || error.kind === 'refused') throw error;
      this.#lost(error);
      throw new JournalUnreachable(error.message);
    }
  }

  #lost(error: StoreError): void {
    this.#reason = error.message;
    if (this.#state === 'ok') {
      this.options.log.error(
        { reason: error.message },
        'journal unreachable: hooks are answered, feedback is refused with 503 until it is back',
      );
    }
    this.#state = 'unreachable';
    this.#schedule();
  }

  #schedule(): void {
    clearTimeout(this.#timer);
    if (this.#stopped) return;
    const wait = this.#state === 'ok' ? this.options.everyMs : this.options.retryMs;
    this.#timer = setTimeout(() => void this.#look(), wait);
    this.#timer.unref();
  }

  async #look(): Promise<void> {
    // A probe into a black hole may take longer than the wait: the one under way schedules the next.
    if (this.#looking) return;
    this.#looking = true;
    const failure = await this.options.probe().then(() => undefined, storeErrorOf);
    this.#looking = false;
    if (this.#stopped) return;
    if (failure !== undefined) {
      this.#lost(failure);
      return;
    }
    if (this.#state === 'unreachable') {
      this.#state = 'ok';
      this.options.log.info({}, 'journal reachable again');
      this.options.onReachable();
    }
    this.#schedule();
  }
}

function storeErrorOf(error: unknown): StoreError {
  if (error instanceof StoreError) return error;
  return new StoreError('unreachable', error instanceof Error ? error.name : 'unknown failure');
}
