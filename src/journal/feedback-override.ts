import { isJsonObject } from '../json-object.js';
import { eachOf, FeedbackFault, identifierOf, textOf } from './feedback-values.js';
import type { CardFeedback, OverrideReason } from './journal.js';

export type OverriddenWhy = Pick<CardFeedback, 'reasons' | 'userComment'>;

const LONGEST_COMMENT = 20_000;
const LONGEST_NAME = 255;
/** Nobody gives more reasons for one click. */
const MOST_REASONS = 20;

/** The prefix of Epic's extensions, and the system of the reasons they carry. */
const EPIC = 'com.epic.cdshooks.feedback.overrideReason';

/**
 * Reads why a card was overridden: `overrideReason` of the standard, Epic's
 * `overrideReasons`, the older form with the Coding's members directly inside, and
 * reasons of Epic's own build, which come as extensions. An override without any reason
 * is still an override.
 */
export function readOverride(
  item: Readonly<Record<string, unknown>>,
  at: string,
): OverriddenWhy | FeedbackFault {
  const member = (item.overrideReason ?? undefined) === undefined ? 'overrideReasons' : 'overrideReason';
  const value = item[member];
  if (value === undefined || value === null) return { reasons: [] };
  const place = at === '' ? member : `${at}.${member}`;
  if (!Array.isArray(value)) return readOne(value, place);
  if (value.length > MOST_REASONS) {
    return new FeedbackFault(place, `must hold at most ${MOST_REASONS} reasons`);
  }
  const entries = eachOf(value, (entry, index) => readOne(entry, `${place}[${index}]`));
  if (entries instanceof FeedbackFault) return entries;
  const comments = entries.flatMap(({ userComment }) => userComment ?? []);
  return {
    reasons: entries.flatMap(({ reasons }) => reasons),
    ...(comments.length > 0 && { userComment: comments.join('\n') }),
  };
}

function readOne(value: unknown, at: string): OverriddenWhy | FeedbackFault {
  if (!isJsonObject(value)) return new FeedbackFault(at, 'must be an object');
  const userComment = textOf(value.userComment, `${at}.userComment`, LONGEST_COMMENT);
  if (userComment instanceof FeedbackFault) return userComment;
  const reason = readReason(value, at);
  if (reason instanceof FeedbackFault) return reason;
  return {
    reasons: reason === undefined ? [] : [reason],
    ...(userComment !== undefined && { userComment }),
  };
}

function readReason(
  value: Readonly<Record<string, unknown>>,
  at: string,
): OverrideReason | undefined | FeedbackFault {
  const { reason } = value;
  if (reason !== undefined && reason !== null) {
    if (!isJsonObject(reason)) return new FeedbackFault(`${at}.reason`, 'must be a Coding');
    return readCoding(codingIn(reason), `${at}.reason`);
  }
  if (codeOf(value.code) !== undefined) return readCoding(value, at);
  return isJsonObject(value.extension) ? readEpicReason(value.extension, `${at}.extension`) : undefined;
}

/** A reason is a Coding; some clients send the CodeableConcept around it, whose text stands in for its display. */
function codingIn(reason: Readonly<Record<string, unknown>>): Readonly<Record<string, unknown>> {
  const { coding, text } = reason;
  if (coding === undefined && text === undefined) return reason;
  const first: unknown = Array.isArray(coding) ? coding.find(isJsonObject) : undefined;
  return { ...(text !== undefined && { display: text }), ...reason, ...(isJsonObject(first) && first) };
}

function readCoding(
  coding: Readonly<Record<string, unknown>>,
  at: string,
): OverrideReason | undefined | FeedbackFault {
  const system = textOf(coding.system, `${at}.system`, LONGEST_NAME);
  if (system instanceof FeedbackFault) return system;
  const display = textOf(coding.display, `${at}.display`, LONGEST_NAME);
  if (display instanceof FeedbackFault) return display;
  // Some clients send only what the user saw, and an empty code beside it.
  const given = codeOf(coding.code) ?? display;
  if (given === undefined && system === undefined) return undefined;
  const code = identifierOf(given, `${at}.code`);
  if (code instanceof FeedbackFault) return code;
  return { code, ...(system !== undefined && { system }), ...(display !== undefined && { display }) };
}

/** Tables of reasons are often numbered, and some clients send the number as one. */
function codeOf(code: unknown): unknown {
  if (typeof code === 'number') return String(code);
  return code === null || (typeof code === 'string' && code.trim() === '') ? undefined : code;
}

/**
 * A reason of the customer's own build has no code of ours. Its display is the key: the
 * category is a number that several reasons may share.
 */
function readEpicReason(
  extension: Readonly<Record<string, unknown>>,
  at: string,
): OverrideReason | undefined | FeedbackFault {
  const member = (name: string) =>
    textOf(extension[`${EPIC}.${name}`], `${at}["${EPIC}.${name}"]`, LONGEST_NAME);
  const code = member('reasonDisplay') ?? member('reasonTitle') ?? member('reasonCategory');
  if (code === undefined || code instanceof FeedbackFault) return code;
  return { system: EPIC, code, display: code };
}
