export interface OrderDefinition {
  readonly name: string;
  readonly resources: readonly string[];
  readonly among: 'selected' | 'session' | 'active' | 'session-or-active';
  readonly drug?: string;
  /** A weaker name of the drug, which counts only by these routes. */
  readonly alsoDrug?: {
    readonly drug: string;
    readonly routes?: readonly string[];
  };
  readonly codes?: string;
  /** A pattern in its words, for orders that no code exists for. */
  readonly text?: string;
  readonly notRoutes?: readonly string[];
  /**
   * Only an order around the dose. `alsoDosesWithin`: it is due beside every dose planned so soon after the
   * first; `alternative`: or this other order is.
   */
  readonly near?: {
    readonly days: string;
    readonly alsoDosesWithin?: { readonly days: string };
    readonly alternative?: string;
  };
  /** Only an order whose dose is still to come: dated ahead, repeated without an end, or written since the last dose. */
  readonly ahead?: boolean;
  /** Of signed orders only those written this recently; one that does not say when counts. */
  readonly within?: { readonly days: string };
  /** Paths of what was found: of signed orders only those known to be written on its day or later. */
  readonly after?: string | readonly string[];
  /** Only another product than the one that this order fact is known to be. */
  readonly notProductOf?: string;
  /** Where this search did not run, whether there is such an order is unknown; without it, "not known" counts as none. */
  readonly query?: string;
  /** An order that only refers to a drug nobody could read may be it: then whether there is one is unknown. */
  readonly orUnread?: boolean;
}
