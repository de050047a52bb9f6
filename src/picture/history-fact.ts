import { type ClinicalDate, daysBetween, monthsBetween, showDay } from './clinical-date.js';
import type { Fact } from './fact.js';
import type { HistoryAnchors } from './history-anchors.js';
import {
  findingsOf,
  type History,
  type HistoryContext,
  type HistoryFinding,
  NOTHING_EXTRACTED,
} from './history-search.js';
import { distinctNames, listed } from './listed-names.js';
import { absent, notFound } from './no-history.js';
import { isWithin } from './record-window.js';
import { later } from './span.js';

/** What cards may ask of the history; a fact may extract further texts. */
export interface HistoryFact extends Fact {
  readonly isPresent?: boolean;
  /** Something was found, and a later record says that it is over. */
  readonly isEnded?: boolean;
  readonly count?: number;
  readonly what?: string;
  /** What all the records found are about: "natalizumab and azathioprine". */
  readonly names?: string;
  /** Every record found, the newest first, with its day. */
  readonly each?: readonly string[];
  /** With a time to wait: until when, and whether the day planned lies before that. */
  readonly isWaiting?: boolean;
  readonly waitsUntil?: string;
  readonly extracted: Readonly<Record<string, string>>;
}

export const HISTORY_MEMBERS = {
  isPresent: 'boolean',
  isEnded: 'boolean',
  count: 'number',
  ageDays: 'number',
  name: 'text',
  what: 'text',
  names: 'text',
  each: 'text',
  isWaiting: 'boolean',
  waitsUntil: 'text',
  shown: 'text',
  on: 'text',
  onDay: 'text',
} as const;

/**
 * Searches the record for a fact of the history, in the place that its anchors give it. Most patients have
 * few of the things that are searched for: where nothing is found, nothing further is asked.
 */
export function historyFact(
  history: History,
  context: HistoryContext,
  anchorsOf: (history: History) => HistoryAnchors,
): HistoryFact {
  const { name } = history;
  const anywhere = findingsOf(history, context);
  if (anywhere.length === 0 && !history.after) return notFound(history, context);
  const { isPlaced, endedOn, isNever } = anchorsOf(history);
  if (isNever) return absent(history);
  const all = anywhere
    .filter(isPlaced)
    .filter(({ on }) => isWithin(on, history.within, 'counts', context))
    .sort(newestFirst);
  // Of two records of one day nobody can say which came last: only a later one ends what was found.
  const found = all.filter(({ on }) => endedOn === undefined || on === undefined || on >= endedOn);
  const [newest] = found;
  const [ended] = all;
  if (!newest) {
    const nothing = notFound(history, context);
    if (!ended || nothing.state === 'unavailable') return nothing;
    return foundFact(ended, context, {
      name,
      isPresent: false,
      isEnded: true,
      count: 0,
      isWaiting: nothing.isWaiting,
    });
  }
  const { isWaiting, waitsUntil, reason } = waitAfter(newest.on, history, context);
  return foundFact(newest, context, {
    name,
    isPresent: true,
    isEnded: false,
    count: countOf(found, history.apart && context.limit(history.apart.days)),
    names: listed(distinctNames(found.map((one) => one.name))),
    each: [...new Set(found.map(({ shown }) => shown))],
    isWaiting,
    waitsUntil,
    reason,
  });
}

function foundFact(
  { on, onDay, what, shown, source, extracted }: HistoryFinding,
  { calendar: { today } }: HistoryContext,
  its: Omit<HistoryFact, 'state' | 'extracted'>,
): HistoryFact {
  const fact: HistoryFact = {
    name: its.name,
    state: 'usable',
    isPresent: its.isPresent,
    isEnded: its.isEnded,
    count: its.count,
    names: its.names,
    each: its.each,
    isWaiting: its.isWaiting,
    waitsUntil: its.waitsUntil,
    reason: its.reason,
    what,
    shown,
    asReported: what,
    on,
    onDay,
    ageDays: on === undefined ? undefined : daysBetween(on, today),
    ageMonths: on === undefined ? undefined : monthsBetween(on, today),
    source,
    extracted,
  };
  // What a definition extracts is asked for beside the members that every fact has.
  return extracted === NOTHING_EXTRACTED ? fact : { ...fact, ...extracted };
}

/** A record without a date may be of yesterday: whether one has waited long enough has no answer. */
function waitAfter(
  on: ClinicalDate | undefined,
  { waits }: History,
  { limit, plannedOn }: HistoryContext,
): Pick<HistoryFact, 'isWaiting' | 'waitsUntil' | 'reason'> {
  if (!waits) return {};
  if (on === undefined) return { reason: 'it has no date' };
  const until = later(on, waits, limit);
  return { isWaiting: plannedOn < until, waitsUntil: showDay(until) };
}

/** Records close together speak of one illness: without that, a problem and its diagnosis at discharge would be two. */
function countOf(found: readonly HistoryFinding[], apartDays: number | undefined): number {
  if (apartDays === undefined) return found.length;
  const days = found.flatMap(({ on }) => on ?? []).sort();
  const apart = days.filter((on, i) => {
    const earlier = days[i - 1];
    return earlier === undefined || daysBetween(earlier, on) > apartDays;
  });
  return Math.max(apart.length, 1);
}

/** Undated records last; those of one day stay in the order of the record. */
function newestFirst(a: HistoryFinding, b: HistoryFinding): number {
  const [one, other] = [a.on ?? '', b.on ?? ''];
  return one < other ? 1 : one > other ? -1 : 0;
}
