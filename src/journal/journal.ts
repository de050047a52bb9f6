import type { CdsErrorCode } from '../errors.js';
import type { HookName } from '../request/hook-request.js';
import type { Indicator } from '../request/hook-response.js';
import type { UserComment } from './comments.js';
import type { Period, Tally } from './tally.js';

/**
 * A fact as a card used it. No date: with the time of the call it would place the
 * patient's test on a day, and the age is all that governance needs.
 */
export interface ShownFact {
  readonly name: string;
  readonly state: string;
  readonly ageDays?: number;
  /** Kept only where the site allows numbers (`journalValues`). */
  readonly value?: number;
}

/** A suggestion as offered; the label is the card file's own, never the patient's. */
export interface OfferedSuggestion {
  readonly uuid: string;
  readonly label: string;
}

/** A card as shown, without anything that identifies the patient. */
export interface ShownCard {
  readonly uuid: string;
  readonly topic: string;
  readonly indicator: Indicator;
  readonly suggestions: readonly OfferedSuggestion[];
  readonly facts: readonly ShownFact[];
}

/** How a hook call ended: answered with 200 (with cards or none), or refused. */
export type HookOutcome = 'answered' | CdsErrorCode;

/** One answered hook call. */
export interface HookEntry {
  readonly at: Date;
  readonly service: string;
  readonly hook: HookName;
  readonly hookInstance: string;
  /** The EHR's name in the registry. */
  readonly ehr: string;
  readonly tenant?: string;
  readonly deckVersion: string;
  readonly durationMs: number;
  readonly outcome: HookOutcome;
  readonly cards: readonly ShownCard[];
}

/** A reason for overriding a card, as a Coding or as an EHR's own build names it. */
export interface OverrideReason {
  readonly system?: string;
  readonly code: string;
  readonly display?: string;
}

/** What a user did with one card, as the EHR reports it (CDS Hooks 2.0, "Feedback"). */
export interface CardFeedback {
  readonly card: string;
  readonly outcome: 'accepted' | 'overridden';
  /** When the user acted; absent where an older client does not say. */
  readonly outcomeAt?: Date;
  readonly acceptedSuggestions: readonly string[];
  readonly reasons: readonly OverrideReason[];
  /** Free text about a patient: stored, never logged, and read only with the report's credential. */
  readonly userComment?: string;
}

/** Who reported it, and to which service. */
export interface FeedbackItem extends CardFeedback {
  readonly service: string;
  readonly ehr: string;
  readonly tenant?: string;
}

export type JournalState = 'ok' | 'unreachable';

/** Why an entry of the journal was lost: an answer is never held up for it. */
export const DROP_REASONS = ['queue-full', 'refused', 'closed'] as const;

export type DropReason = (typeof DROP_REASONS)[number];

/** Rows that retention removed. */
export interface Removed {
  readonly hookCalls: number;
  readonly feedback: number;
  readonly tokens: number;
}

/** The store cannot be reached; it is tried again by itself. */
export class JournalUnreachable extends Error {
  constructor(reason: string) {
    super(`The journal's store cannot be reached: ${reason}`);
    this.name = 'JournalUnreachable';
  }
}

/** What was shown, and what was done with it. */
export interface Journal {
  /** Queues the entry and returns at once; never throws. What cannot be kept is counted by `onDrop`. */
  recordHook(entry: HookEntry): void;
  /** Resolves when every item is on disk. Repeats change nothing. Rejects with `JournalUnreachable`. */
  recordFeedback(items: readonly FeedbackItem[]): Promise<void>;
  /**
   * Notes that a token was used, for all replicas on the same store. While the store is
   * unreachable this replica's own memory answers, so that hooks keep their speed.
   */
  rememberToken(issuer: string, jti: string, expiresAt: Date): Promise<'new' | 'seen'>;
  /** Counts for the report. Rejects with `JournalUnreachable`. */
  tally(period: Period): Promise<Tally>;
  /** What users wrote when they overrode cards. Rejects with `JournalUnreachable`. */
  comments(period: Period): Promise<readonly UserComment[]>;
  state(): JournalState;
  /** Removes what is older than `days` (nothing, if undefined) and every token that has expired. */
  applyRetention(days: number | undefined, now: Date): Promise<Removed>;
  /** Writes what is queued, as far as the store allows within a few seconds, and lets go of the store. */
  close(): Promise<void>;
}

/** The part of pino that the journal needs. */
export interface JournalLog {
  info(details: object, message: string): void;
  warn(details: object, message: string): void;
  error(details: object, message: string): void;
}
