import type { HistoryDefinition, HistorySource, QueryDefinition, Span } from '../deck/fact-definitions.js';
import { FAILURE_WORDS } from '../gather/failure-words.js';
import type { FetchFailure } from '../gather/prefetch-outcome.js';
import type { Resource } from '../request/hook-request.js';
import { type ClinicalDate, daysBetween, plusDays, type SiteCalendar, showDay } from './clinical-date.js';
import type { CodedResource } from './coded-resource.js';
import { type Drug, isDrug } from './drug-match.js';
import type { Fact } from './fact.js';
import { before } from './lab-context.js';
import type { PatientRecord } from './patient-record.js';
import type { RecordExpression } from './record-expression.js';
import { sourceOf } from './source.js';

/** What cards may ask of the history; a fact may extract further texts. */
export interface HistoryFact extends Fact {
  readonly isPresent?: boolean;
  readonly count?: number;
  readonly what?: string;
  readonly extracted: Readonly<Record<string, string>>;
}

export const HISTORY_MEMBERS = {
  isPresent: 'boolean',
  count: 'number',
  ageDays: 'number',
  name: 'text',
  what: 'text',
  shown: 'text',
  on: 'text',
  onDay: 'text',
} as const;

/** A definition with its expressions compiled once. */
export interface History extends Omit<HistoryDefinition, 'any' | 'extract'> {
  readonly any: readonly (Omit<HistorySource, 'where'> & { readonly where: readonly RecordExpression[] })[];
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
    return { name: history.name, state: 'absent', isPresent: false, count: 0, extracted: {} };
  }
  const what = newest.coded.words[0] ?? history.name;
  const { on } = newest;
  return {
    name: history.name,
    state: 'usable',
    isPresent: true,
    count: found.length,
    what,
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

function recordsOf(source: History['any'][number], context: HistoryContext): readonly Found[] {
  const latest = plusDays(context.calendar.today, 1);
  return context.record
    .ofType(source.resource)
    .filter((coded) => isMeant(coded, source, context))
    .filter(({ resource }) => source.where.every((filter) => filter(resource, daysOf(context))[0] === true))
    .map((coded) => {
      const on = dayOf(coded.resource, context);
      return { coded, ...(on !== undefined && { on }) };
    })
    .filter(({ on }) => on === undefined || on <= latest)
    .filter(({ on }) => isWithin(on, source.within, source.undated, context))
    .filter(
      ({ on }) =>
        !source.olderThan ||
        (on !== undefined && on < before(context.calendar.today, source.olderThan, context.limit)),
    )
    .filter(
      ({ on }) => !source.onDaysAfter || followsDose(on, context.limit(source.onDaysAfter.days), context),
    );
}

function isMeant(coded: CodedResource, source: History['any'][number], context: HistoryContext): boolean {
  if (source.notCodes !== undefined && coded.sets.has(source.notCodes)) return false;
  if (source.codes !== undefined && coded.sets.has(source.codes)) return true;
  const drug = source.drug === undefined ? undefined : context.drugs.get(source.drug);
  return drug !== undefined && isDrug(drug, coded);
}

/** A partial date is read as its last day: an infection "in 2026" may be yesterday's. */
function dayOf(resource: Resource, context: HistoryContext): ClinicalDate | undefined {
  const dates = context.dates.get(resource.resourceType)?.(resource, daysOf(context)) ?? [];
  for (const date of dates) {
    const day = context.calendar.dayOf(typeof date === 'string' ? date : String(date), 'last-day');
    if (day) return day;
  }
  return undefined;
}

function isWithin(
  on: ClinicalDate | undefined,
  span: Span | undefined,
  undated: 'counts' | undefined,
  context: HistoryContext,
): boolean {
  if (!span) return true;
  if (on === undefined) return undated === 'counts';
  return on >= before(context.calendar.today, span, context.limit);
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
