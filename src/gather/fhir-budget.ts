/** The time one hook call may spend on the EHR's FHIR server, whatever the server does. */
export interface TimeBudget {
  /** Aborts when the time is up or the EHR has hung up. */
  readonly signal: AbortSignal;
  remainingMs(): number;
  /** Frees the timer and the listener, and drops what is still under way. */
  end(): void;
}

/** Starts the budget that all queries of a call share. `disconnect` is the EHR hanging up. */
export function startTimeBudget(budgetMs: number, clock: () => number, disconnect: AbortSignal): TimeBudget {
  const deadline = clock() + budgetMs;
  const controller = new AbortController();
  const abort = () => controller.abort();
  const timer = setTimeout(abort, budgetMs);
  // Not AbortSignal.any: it came with Node 20.3, and the service starts on every Node 20.
  disconnect.addEventListener('abort', abort, { once: true });
  if (disconnect.aborted || budgetMs <= 0) abort();
  return {
    signal: controller.signal,
    remainingMs: () => (controller.signal.aborted ? 0 : deadline - clock()),
    end: () => {
      clearTimeout(timer);
      disconnect.removeEventListener('abort', abort);
      abort();
    },
  };
}
