import { DateTime } from 'luxon';
import { isJsonObject } from '../json-object.js';
import { type OverriddenWhy, readOverride } from './feedback-override.js';
import { eachOf, FeedbackFault, identifierOf } from './feedback-values.js';
import type { CardFeedback } from './journal.js';

/** What of a feedback body can be stored, and what is wrong with the rest. */
export interface ReadFeedback {
  readonly items: readonly CardFeedback[];
  readonly faults: readonly FeedbackFault[];
}

/** More items in one POST are no batch of a working EHR. */
export const MOST_ITEMS = 5_000;

/** No card offers half as many. */
const MOST_SUGGESTIONS = 20;

const NO_OVERRIDE: OverriddenWhy = { reasons: [] };

/**
 * Reads a feedback body: the standard's `{feedback: […]}`, and the single object that
 * older clients send. Items stand alone: a faulty one does not cost the others.
 * `undefined` if the body is no feedback at all; of too many items none is looked at.
 */
export function readFeedback(body: unknown): ReadFeedback | 'too-many' | undefined {
  if (isJsonObject(body) && Array.isArray(body.feedback) && body.feedback.length > MOST_ITEMS)
    return 'too-many';
  const entries = entriesOf(body);
  if (entries === undefined) return undefined;
  const items: CardFeedback[] = [];
  const faults: FeedbackFault[] = [];
  for (const { at, entry } of entries) {
    const item = readItem(entry, at);
    if (item instanceof FeedbackFault) faults.push(item);
    else items.push(item);
  }
  return { items, faults };
}

interface Entry {
  /** The item's place in the body, as a FHIRPath-like expression; empty for a single object. */
  readonly at: string;
  readonly entry: unknown;
}

function entriesOf(body: unknown): readonly Entry[] | undefined {
  if (!isJsonObject(body)) return undefined;
  const { feedback } = body;
  if (Array.isArray(feedback)) {
    return feedback.map((entry: unknown, index) => ({ at: `feedback[${index}]`, entry }));
  }
  if (isJsonObject(feedback)) return [{ at: 'feedback', entry: feedback }];
  const single = feedback === undefined && (body.card !== undefined || body.outcome !== undefined);
  return single ? [{ at: '', entry: body }] : undefined;
}

function readItem(entry: unknown, at: string): CardFeedback | FeedbackFault {
  if (!isJsonObject(entry)) return new FeedbackFault(at, 'must be an object');
  const card = identifierOf(entry.card, join(at, 'card'));
  if (card instanceof FeedbackFault) return card;
  const outcome = entry.outcome;
  if (outcome !== 'accepted' && outcome !== 'overridden') {
    return new FeedbackFault(join(at, 'outcome'), 'must be "accepted" or "overridden" (cds-fb-1)');
  }
  const outcomeAt = readTime(entry.outcomeTimestamp, join(at, 'outcomeTimestamp'));
  if (outcomeAt instanceof FeedbackFault) return outcomeAt;
  const accepted = outcome === 'accepted';
  const why = accepted ? NO_OVERRIDE : readOverride(entry, at);
  if (why instanceof FeedbackFault) return why;
  const acceptedSuggestions = accepted
    ? readAccepted(entry.acceptedSuggestions, join(at, 'acceptedSuggestions'))
    : [];
  if (acceptedSuggestions instanceof FeedbackFault) return acceptedSuggestions;
  return {
    card: uuidOrWhatCame(card),
    outcome,
    ...(outcomeAt !== undefined && { outcomeAt }),
    acceptedSuggestions,
    ...why,
  };
}

function readAccepted(value: unknown, at: string): readonly string[] | FeedbackFault {
  if (!Array.isArray(value) || value.length === 0) {
    return new FeedbackFault(at, 'must name the suggestions that were accepted (cds-fb-2)');
  }
  if (value.length > MOST_SUGGESTIONS) {
    return new FeedbackFault(at, `must name at most ${MOST_SUGGESTIONS} suggestions`);
  }
  const ids = eachOf(value, (suggestion, index) =>
    identifierOf(isJsonObject(suggestion) ? suggestion.id : undefined, `${at}[${index}].id`),
  );
  return ids instanceof FeedbackFault ? ids : [...new Set(ids.map(uuidOrWhatCame))];
}

/**
 * RFC 3339; a client may leave out the zone, which the standard fixes to UTC, and the seconds. Of ISO 8601 more
 * would be read, such as a bare year or time: what is missing there would be invented.
 */
const DATE_AND_TIME = /^\d{4}-\d{2}-\d{2}[T ]\d{2}:\d{2}(?::\d{2}(?:\.\d+)?)?(?:Z|[+-]\d{2}:\d{2})?$/i;

/** The last second of a day of UTC may be a 60th (RFC 3339, 5.7); no clock of ours knows it but as the 59th. */
const LEAP_SECOND = /(?<=T| )(\d{2}:\d{2}:)60/;

/** Absent is tolerated, the time of receipt stands in; what cannot be read is a fault. */
function readTime(value: unknown, at: string): Date | undefined | FeedbackFault {
  if (value === undefined || value === null) return undefined;
  const text = typeof value === 'string' && DATE_AND_TIME.test(value) ? value.toUpperCase() : '';
  const isLeapSecond = LEAP_SECOND.test(text);
  const plain = isLeapSecond ? text.replace(LEAP_SECOND, '$159') : text;
  const time = DateTime.fromISO(plain.replace(' ', 'T'), { zone: 'utc' });
  const isOutOfPlace = isLeapSecond && (time.hour !== 23 || time.minute !== 59);
  if (!time.isValid || isOutOfPlace) {
    return new FeedbackFault(at, 'must be an RFC 3339 date and time in UTC');
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
