import { FeedbackFault, identifierOf, isObject, textOf } from './feedback-values.js';
import type { CardFeedback, OverrideReason } from './journal.js';

export type OverriddenWhy = Pick<CardFeedback, 'reasons' | 'userComment'>;

const LONGEST_COMMENT = 20_000;
const LONGEST_NAME = 255;

/** The prefix of Epic's extensions, and the system of the reasons they carry. */
const EPIC = 'com.epic.cdshooks.feedback.overrideReason';

/**
 * Reads why a card was overridden: `overrideReason` of the standard, Epic's
 * `overrideReasons`, the older form with the Coding's members directly inside, and
 * reasons of Epic's own build, which come as extensions. An override without any reason
 * is still an override.
 */
export function readOverride(item: Readonly<Record<string, unknown>>, at: string): OverriddenWhy {
  const member = item.overrideReason === undefined ? 'overrideReasons' : 'overrideReason';
  const value = item[member];
  if (value === undefined || value === null) return { reasons: [] };
  const place = at === '' ? member : `${at}.${member}`;
  const entries = Array.isArray(value)
    ? value.map((entry: unknown, index) => readOne(entry, `${place}[${index}]`))
    : [readOne(value, place)];
  const comments = entries.flatMap(({ userComment }) => userComment ?? []);
  return {
    reasons: entries.flatMap(({ reasons }) => reasons),
    ...(comments.length > 0 && { userComment: comments.join('\n') }),
  };
}

function readOne(value: unknown, at: string): OverriddenWhy {
  if (!isObject(value)) throw new FeedbackFault(at, 'must be an object');
  const comment = textOf(value.userComment, `${at}.userComment`, LONGEST_COMMENT)?.trim();
  const reason = readReason(value, at);
  return {
    reasons: reason === undefined ? [] : [reason],
    ...(comment !== undefined && comment !== '' && { userComment: comment }),
  };
}

function readReason(value: Readonly<Record<string, unknown>>, at: string): OverrideReason | undefined {
  const { reason } = value;
  if (reason !== undefined && reason !== null) {
    if (!isObject(reason)) throw new FeedbackFault(`${at}.reason`, 'must be a Coding');
    return readCoding(reason, `${at}.reason`);
  }
  if (value.code !== undefined) return readCoding(value, at);
  return isObject(value.extension) ? readEpicReason(value.extension, `${at}.extension`) : undefined;
}

function readCoding(coding: Readonly<Record<string, unknown>>, at: string): OverrideReason {
  const system = textOf(coding.system, `${at}.system`, LONGEST_NAME)?.trim();
  const display = textOf(coding.display, `${at}.display`, LONGEST_NAME)?.trim();
  return {
    // Some clients send only what the user saw.
    code: identifierOf(coding.code ?? display, `${at}.code`),
    ...(system !== undefined && system !== '' && { system }),
    ...(display !== undefined && display !== '' && { display }),
  };
}

/**
 * A reason of the customer's own build has no code of ours. Its display is the key: the
 * category is a number that several reasons may share.
 */
function readEpicReason(
  extension: Readonly<Record<string, unknown>>,
  at: string,
): OverrideReason | undefined {
  const member = (name: string) => {
    return (
      textOf(extension[`${EPIC}.${name}`], `${at}["${EPIC}.${name}"]`, LONGEST_NAME)?.trim() || undefined
    );
  };
  const code = member('reasonDisplay') ?? member('reasonTitle') ?? member('reasonCategory');
  return code === undefined ? undefined : { system: EPIC, code, display: code };
}
