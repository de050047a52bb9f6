import type { HistoryDefinition, LabSource, QueryDefinition, Span } from '../deck/fact-definitions.js';
import { FAILURE_WORDS } from '../gather/failure-words.js';
import type { FetchFailure } from '../gather/prefetch-outcome.js';
import type { Resource } from '../request/hook-request.js';
import { type ClinicalDate, daysBetween, monthsBetween, showDay } from './clinical-date.js';
import { distinctNames } from './drug-match.js';
import { type Fact, isUnknown } from './fact.js';
import { listed } from './group-fact.js';
import type { HistoryAnchors } from './history-anchors.js';
import { daysOf, isWithin, type RecordContext, type RecordSource, recordsOf } from './history-record.js';
import { later } from './lab-context.js';
import type { LabFact } from './lab-fact.js';
import type { RecordExpression } from './record-expression.js';
import { sourceOf } from './source.js';
import { withoutSemanticTag } from './terminology.js';

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

/** A definition with its expressions compiled once. */
export interface History extends Omit<HistoryDefinition, 'any' | 'extract' | 'waits'> {
  readonly waits?: Span;
  readonly any: readonly (RecordSource | LabSource)[];
  readonly extract: readonly (readonly [string, RecordExpression])[];
}

export interface HistoryContext extends RecordContext {
  readonly queries: Readonly<Record<string, QueryDefinition>>;
  /** Why the record of a query cannot be trusted to be all there is, if it cannot. */
  readonly gap: (query: string) => FetchFailure | undefined;
  readonly lab: (name: string) => LabFact;
}

interface Found {
  readonly on?: ClinicalDate;
  readonly what: string;
  readonly name: string;
  readonly shown: string;
  readonly source?: string;
  readonly extracted: Readonly<Record<string, string>>;
}

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
  const anywhere: Found[] = [];
  for (const source of history.any) {
    const found = 'lab' in source ? resultsOf(source, context) : foundIn(source, history, context);
    if (found.length > 0) anywhere.push(...found);
  }
  if (anywhere.length === 0 && !history.after) return notFound(history, context);
  const { isPlaced, endedOn, isNever } = anchorsOf(history);
  if (isNever) return absent(history);
  const all = anywhere
    .filter(isPlaced)
    .filter(({ on }) => isWithin(on, history.within, 'counts', context))
    .sort((a, b) => ((a.on ?? '') < (b.on ?? '') ? 1 : -1));
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
  { on, what, shown, source, extracted }: Found,
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
    onDay: on === undefined ? undefined : showDay(on),
    ageDays: on === undefined ? undefined : daysBetween(on, today),
    ageMonths: on === undefined ? undefined : monthsBetween(on, today),
    source,
    extracted,
  };
  // What a definition extracts is asked for beside the members that every fact has.
  return extracted === NOTHING_EXTRACTED ? fact : { ...fact, ...extracted };
}

const NOTHING_EXTRACTED: Found['extracted'] = {};

function notFound(history: History, context: HistoryContext): HistoryFact {
  const gap = history.optional ? undefined : gapAmong(history, context);
  if (!gap) return absent(history);
  const { reason, failure, records } = gap;
  return { name: history.name, state: 'unavailable', reason, failure, records, extracted: NOTHING_EXTRACTED };
}

/** Searched, and not there. */
function absent({ name, waits }: History): HistoryFact {
  return {
    name,
    state: 'absent',
    isPresent: false,
    isEnded: false,
    count: 0,
    isWaiting: waits ? false : undefined,
    extracted: NOTHING_EXTRACTED,
  };
}

const NOTHING_FOUND: readonly Found[] = [];

function foundIn(source: RecordSource, history: History, context: HistoryContext): readonly Found[] {
  const records = recordsOf(source, context);
  if (records.length === 0) return NOTHING_FOUND;
  return records.map(({ coded, on, name }) => {
    const what = withoutSemanticTag(coded.name ?? history.name);
    return {
      on,
      what,
      name,
      shown: on === undefined ? `${what} (no date)` : `${what} (${showDay(on)})`,
      source: sourceOf(coded.resource),
      extracted: extractedFrom(coded.resource, history, context),
    };
  });
}

function extractedFrom(
  resource: Resource,
  { extract }: History,
  context: HistoryContext,
): Readonly<Record<string, string>> {
  if (extract.length === 0) return NOTHING_EXTRACTED;
  return Object.fromEntries(
    extract.flatMap(([key, read]) => {
      const words = read(resource, daysOf(context)).filter((w) => typeof w === 'string' && w !== '');
      return words.length > 0 ? [[key, words.join(', ')]] : [];
    }),
  );
}

/** The newest result of a laboratory test, where it means what is asked for. */
function resultsOf({ lab, is, within }: LabSource, context: HistoryContext): readonly Found[] {
  const fact = context.lab(lab);
  const { name, shown, on, source } = fact;
  if (!means(fact, is) || on === undefined) return [];
  const found = { on, what: name, name, shown: shown ?? name, source, extracted: NOTHING_EXTRACTED };
  return isWithin(on, within, undefined, context) ? [found] : [];
}

function means({ isPositive, isNegative }: LabFact, is: LabSource['is']): boolean {
  return (is === 'positive' ? isPositive : isNegative) === true;
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
function countOf(found: readonly Found[], apartDays: number | undefined): number {
  if (apartDays === undefined) return found.length;
  const days = found.flatMap(({ on }) => on ?? []).sort();
  const apart = days.filter((on, i) => {
    const earlier = days[i - 1];
    return earlier === undefined || daysBetween(earlier, on) > apartDays;
  });
  return Math.max(apart.length, 1);
}

/** Why it may be there although it was not found, if it may. */
function gapAmong(
  history: History,
  { queries, lab, gap }: HistoryContext,
): Pick<HistoryFact, 'reason' | 'failure' | 'records'> | undefined {
  for (const source of history.any) {
    if ('lab' in source) {
      const fact = lab(source.lab);
      const { reason = 'not known', failure, records } = fact;
      const isOpen = isUnknown(fact) || (means(fact, source.is) && fact.on === undefined);
      if (isOpen) return { reason, failure, records };
      continue;
    }
    const failure = gap(source.query);
    if (failure)
      return {
        reason: FAILURE_WORDS[failure],
        failure,
        records: queries[source.query]?.name ?? source.query,
      };
  }
  return undefined;
}
