import type {
  HistoryDefinition,
  HistorySource,
  QueryDefinition,
  RecordWindow,
  Span,
} from '../deck/fact-definitions.js';
import { FAILURE_WORDS } from '../gather/failure-words.js';
import type { FetchFailure } from '../gather/prefetch-outcome.js';
import type { Resource } from '../request/hook-request.js';
import { type ClinicalDate, daysBetween, plusDays, type SiteCalendar, showDay } from './clinical-date.js';
import type { CodedResource } from './coded-resource.js';
import { courseDays } from './course.js';
import { type Drug, isDrug, shortName } from './drug-match.js';
import type { Fact } from './fact.js';
import { listed } from './group-fact.js';
import { before, later } from './lab-context.js';
import type { PatientRecord } from './patient-record.js';
import type { RecordExpression } from './record-expression.js';
import { sourceOf } from './source.js';

/** What cards may ask of the history; a fact may extract further texts. */
export interface HistoryFact extends Fact {
  readonly isPresent?: boolean;
  readonly count?: number;
  readonly what?: string;
  /** What all the records found are about: "natalizumab and azathioprine". */
  readonly names?: string;
  /** With a time to wait: until when, and whether the day planned lies before that. */
  readonly isWaiting?: boolean;
  readonly waitsUntil?: string;
  readonly extracted: Readonly<Record<string, string>>;
}

export const HISTORY_MEMBERS = {
  isPresent: 'boolean',
  count: 'number',
  ageDays: 'number',
  name: 'text',
  what: 'text',
  names: 'text',
  isWaiting: 'boolean',
  waitsUntil: 'text',
  shown: 'text',
  on: 'text',
  onDay: 'text',
} as const;

/** A definition with its expressions compiled once. */
export interface History extends Omit<HistoryDefinition, 'any' | 'extract'> {
  readonly any: readonly (Omit<HistorySource, 'where' | 'date'> & {
    readonly where: readonly RecordExpression[];
    readonly date?: RecordExpression;
  })[];
  readonly extract: readonly (readonly [string, RecordExpression])[];
}

export interface HistoryContext {
  readonly record: PatientRecord;
  readonly calendar: SiteCalendar;
  readonly drugs: ReadonlyMap<string, Drug>;
  readonly queries: Readonly<Record<string, QueryDefinition>>;
  readonly dates: ReadonlyMap<string, RecordExpression>;
  readonly limit: (name: string) => number;
  readonly plannedOn: ClinicalDate;
  /** Days of doses given, for reactions that follow one. */
  readonly doseDays: readonly ClinicalDate[];
}

interface Found {
  readonly coded: CodedResource;
  readonly on?: ClinicalDate;
  readonly name: string;
}

/** Searches the record for a fact of the history; `after` is the day from which records count. */
export function historyFact(
  history: History,
  context: HistoryContext,
  after: ClinicalDate | undefined,
): HistoryFact {
  const found = history.any
    .flatMap((source) => recordsOf(source, context))
    .filter(({ on }) => on === undefined || after === undefined || on >= after)
    .filter(({ on }) => isWithin(on, history.within, 'counts', context))
    .sort((a, b) => ((a.on ?? '') < (b.on ?? '') ? 1 : -1));
  const [newest] = found;
  if (!newest) {
    const gap = history.optional ? undefined : gapAmong(history, context);
    if (gap) return { name: history.name, state: 'unavailable', reason: FAILURE_WORDS[gap], extracted: {} };
    return absent(history);
  }
  const what = newest.coded.words[0] ?? history.name;
  const { on } = newest;
  return {
    name: history.name,
    state: 'usable',
    isPresent: true,
    count: found.length,
    what,
    names: listed([...new Set(found.map(({ name }) => name))]),
    ...waitAfter(on, history, context),
    shown: on === undefined ? `${what} (no date)` : `${what} (${showDay(on)})`,
    asReported: what,
    ...(on !== undefined && { on, onDay: showDay(on), ageDays: daysBetween(on, context.calendar.today) }),
    source: sourceOf(newest.coded.resource),
    extracted: Object.fromEntries(
      history.extract.flatMap(([name, read]) => {
        const words = read(newest.coded.resource, daysOf(context)).filter(
          (w) => typeof w === 'string' && w !== '',
        );
        return words.length > 0 ? [[name, words.join(', ')]] : [];
      }),
    ),
  };
}

/** Searched, and not there. */
export function absent(history: History): HistoryFact {
  return {
    name: history.name,
    state: 'absent',
    isPresent: false,
    count: 0,
    ...(history.waits && { isWaiting: false }),
    extracted: {},
  };
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

function recordsOf(source: History['any'][number], context: HistoryContext): readonly Found[] {
  const latest = plusDays(context.calendar.today, 1);
  return context.record
    .ofType(source.resource)
    .filter((coded) => isMeant(coded, source, context))
    .filter(({ resource }) => source.where.every((filter) => filter(resource, daysOf(context))[0] === true))
    .map((coded) => {
      const on = dayOf(
        coded.resource,
        source.date ?? context.dates.get(coded.resource.resourceType),
        context,
      );
      const drug = source.drug === undefined ? undefined : context.drugs.get(source.drug);
      const name = shortName(drug, coded) ?? source.resource;
      return { coded, name, ...(on !== undefined && { on }) };
    })
    .filter(({ on }) => on === undefined || on <= latest)
    .filter(({ on }) => isWithin(on, source.within, source.undated, context))
    .filter(
      ({ on }) => !source.olderThan || (on !== undefined && on < windowStart(source.olderThan, context)),
    )
    .filter(({ coded, on }) => !source.longerThan || isLongCourse(coded, on, source.longerThan, context))
    .filter(
      ({ on }) => !source.onDaysAfter || followsDose(on, context.limit(source.onDaysAfter.days), context),
    );
}

/** Where a source names neither codes nor a drug, its filters alone decide. */
function isMeant(coded: CodedResource, source: History['any'][number], context: HistoryContext): boolean {
  if (source.notCodes !== undefined && coded.sets.has(source.notCodes)) return false;
  if (source.codes !== undefined && coded.sets.has(source.codes)) return true;
  if (source.codes === undefined && source.drug === undefined) return true;
  const drug = source.drug === undefined ? undefined : context.drugs.get(source.drug);
  return drug !== undefined && isDrug(drug, coded);
}

function isLongCourse(
  { resource }: CodedResource,
  on: ClinicalDate | undefined,
  span: Span,
  { calendar, limit }: HistoryContext,
): boolean {
  const length = courseDays(resource, on, calendar);
  return length !== undefined && later(calendar.today, span, limit) < plusDays(calendar.today, length);
}

/** A partial date is read as its last day: an infection "in 2026" may be yesterday's. */
function dayOf(
  resource: Resource,
  datesOf: RecordExpression | undefined,
  context: HistoryContext,
): ClinicalDate | undefined {
  const dates = datesOf?.(resource, daysOf(context)) ?? [];
  for (const date of dates) {
    const day = context.calendar.dayOf(typeof date === 'string' ? date : String(date), 'last-day');
    if (day) return day;
  }
  return undefined;
}

function isWithin(
  on: ClinicalDate | undefined,
  span: RecordWindow | undefined,
  undated: 'counts' | undefined,
  context: HistoryContext,
): boolean {
  if (!span) return true;
  if (on === undefined) return undated === 'counts';
  return on >= windowStart(span, context);
}

function windowStart(span: RecordWindow, { calendar, plannedOn, limit }: HistoryContext): ClinicalDate {
  return before(span.before === 'plannedOn' ? plannedOn : calendar.today, span, limit);
}

function followsDose(on: ClinicalDate | undefined, days: number, { doseDays }: HistoryContext): boolean {
  return on !== undefined && doseDays.some((dose) => on >= dose && daysBetween(dose, on) <= days);
}

function gapAmong(history: History, { record, queries }: HistoryContext): FetchFailure | undefined {
  for (const { query } of history.any) {
    const outcome = record.outcome(query);
    if (outcome.state === 'supplied' || outcome.state === 'known-empty') continue;
    if (outcome.state === 'absent' && queries[query]?.supplementary) continue;
    return outcome.failure;
  }
  return undefined;
}

function daysOf({ plannedOn, calendar }: HistoryContext): Readonly<Record<string, string>> {
  return { plannedOn, today: calendar.today };
}
