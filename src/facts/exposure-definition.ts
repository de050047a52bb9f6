import type { Span } from './span.js';

export interface ExposureDefinition {
  readonly name: string;
  readonly drug: string;
  /** Names of the order facts for it: on the screen, and signed. */
  readonly order: string;
  readonly activeOrder: string;
  readonly administered: readonly DoseSource[];
  readonly supplied: readonly DoseSource[];
  readonly stopped: readonly DoseSource[];
  /** From the first half of a split initial dose to the second. */
  readonly secondHalf: { readonly earliest: Span; readonly due: Span; readonly latest: Span };
  readonly interval: {
    /** The shortest time between two doses. */
    readonly least: Span;
    readonly regular: Span;
    /** From here on a dose is overdue. */
    readonly overdue: Span;
  };
  /** How long a dose is taken to act. */
  readonly effect: Span;
}

export interface DoseSource {
  readonly resource: string;
  readonly query: string;
  readonly statuses: readonly string[];
  readonly interrupted?: readonly string[];
  /** Handed over less than this before a dose on order, it is for that dose. */
  readonly aheadOfPlanned?: { readonly days: string };
}
