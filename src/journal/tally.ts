/** From inclusive, to exclusive. */
export interface Period {
  readonly from: Date;
  readonly to: Date;
}

/** What became of a card. Each card counts once: accepted if any suggestion was, else overridden. */
export type CardResponse = 'accepted' | 'overridden' | 'ignored';

export interface CardCount {
  readonly ehr: string;
  readonly topic: string;
  readonly response: CardResponse;
  readonly cards: number;
}

export interface SuggestionCount {
  readonly ehr: string;
  readonly topic: string;
  readonly label: string;
  readonly offered: number;
  readonly accepted: number;
}

/** `code` is absent where the user gave a comment only, or nothing. */
export interface ReasonCount {
  readonly ehr: string;
  readonly topic: string;
  readonly system?: string;
  readonly code?: string;
  readonly display?: string;
  readonly commentOnly: boolean;
  readonly cards: number;
}

export interface CallCount {
  readonly ehr: string;
  readonly outcome: string;
  readonly calls: number;
}

/** Feedback received in the period for cards that are not in the journal. */
export interface UnmatchedCount {
  readonly ehr: string;
  readonly items: number;
}

/** The counts of one period, per EHR. */
export interface Tally {
  readonly calls: readonly CallCount[];
  readonly cards: readonly CardCount[];
  readonly suggestions: readonly SuggestionCount[];
  readonly reasons: readonly ReasonCount[];
  readonly unmatched: readonly UnmatchedCount[];
}
