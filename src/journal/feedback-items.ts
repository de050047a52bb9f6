import { DateTime } from 'luxon';
import { type OverriddenWhy, readOverride } from './feedback-override.js';
import { FeedbackFault, identifierOf, isObject } from './feedback-values.js';
import type { CardFeedback } from './journal.js';

/** What of a feedback body can be stored, and what is wrong with the rest. */
export interface ReadFeedback {
  readonly items: readonly CardFeedback[];
  readonly faults: readonly FeedbackFault[];
}

const NO_OVERRIDE: OverriddenWhy = { reasons: [] };

/**
 * Reads a feedback body: the standard's `{feedback: […]}`, and the single object that
 * older clients send. Items stand alone: a faulty one does not cost the others.
 * `undefined` if the body is no feedback at all.
 */
export function readFeedback(body: unknown): ReadFeedback | undefined {
  const entries = entriesOf(body);
  if (entries === undefined) return undefined;
  const items: CardFeedback[] = [];
  const faults: FeedbackFault[] = [];
  for (const { at, entry } of entries) {
    try {
      items.push(readItem(entry, at));
    } catch (error) {
      if (!(error instanceof FeedbackFault)) throw error;
      faults.push(error);
    }
  }
  return { items, faults };
}

interface Entry {
  /** The item's place in the body, as a FHIRPath-like expression; empty for a single object. */
  readonly at: string;
  readonly entry: unknown;
}

function entriesOf(body: unknown): readonly Entry[] | undefined {
  if (!isObject(body)) return undefined;
  const { feedback } = body;
  if (Array.isArray(feedback)) {
    return feedback.map((entry: unknown, index) => ({ at: `feedback[${index}]`, entry }));
  }
  if (isObject(feedback)) return [{ at: 'feedback', entry: feedback }];
  const single = feedback === undefined && (body.card !== undefined || body.outcome !== undefined);
  return single ? [{ at: '', entry: body }] : undefined;
}

function readItem(entry: unknown, at: string): CardFeedback {
  if (!isObject(entry)) throw new FeedbackFault(at, 'must be an object');
  const card = uuidOrWhatCame(identifierOf(entry.card, join(at, 'card')));
  const outcome = entry.outcome;
  if (outcome !== 'accepted' && outcome !== 'overridden') {
    throw new FeedbackFault(join(at, 'outcome'), 'must be "accepted" or "overridden" (cds-fb-1)');
  }
  const outcomeAt = readTime(entry.outcomeTimestamp, join(at, 'outcomeTimestamp'));
  const accepted = outcome === 'accepted';
  const why = accepted ? NO_OVERRIDE : readOverride(entry, at);
  return {
    card,
    outcome,
    ...(outcomeAt !== undefined && { outcomeAt }),
    acceptedSuggestions: accepted
      ? readAccepted(entry.acceptedSuggestions, join(at, 'acceptedSuggestions'))
      : [],
    ...why,
  };
}

function readAccepted(value: unknown, at: string): readonly string[] {
  if (!Array.isArray(value) || value.length === 0) {
    throw new FeedbackFault(at, 'must name the suggestions that were accepted (cds-fb-2)');
  }
  const ids = value.map((suggestion: unknown, index) => {
    const id = isObject(suggestion) ? suggestion.id : undefined;
    return uuidOrWhatCame(identifierOf(id, `${at}[${index}].id`));
  });
  return [...new Set(ids)];
}

/** Absent is tolerated, the time of receipt stands in; what cannot be read is a fault. */
function readTime(value: unknown, at: string): Date | undefined {
  if (value === undefined || value === null) return undefined;
  // The standard says UTC: a time without a zone is read as that.
  const time = typeof value === 'string' ? DateTime.fromISO(value, { zone: 'utc' }) : undefined;
  if (time === undefined || !time.isValid) {
    throw new FeedbackFault(at, 'must be an RFC 3339 date and time in UTC');
  }
  return time.toJSDate();
}

const UUID = /^(?:urn:uuid:)?([0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})$/i;

/** UUIDs compare without regard to case (RFC 4122); other ids (Epic's) stay as they came. */
function uuidOrWhatCame(id: string): string {
  return UUID.exec(id)?.[1]?.toLowerCase() ?? id;
}

function join(at: string, member: string): string {
  return at === '' ? member : `${at}.${member}`;
}
