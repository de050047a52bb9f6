import type { QueryDefinition } from '../facts/fact-definitions.js';
import type { HistoryDefinition, LabSource } from '../facts/history-definition.js';
import type { Span } from '../facts/span.js';
import type { Resource } from '../fhir/resource.js';
import type { FetchFailure } from '../gather/prefetch-outcome.js';
import type { ClinicalDate } from './clinical-date.js';
import { type RecordContext, type RecordSource, recordsOf } from './history-record.js';
import type { LabFact } from './lab-fact.js';
import { dayShown, daysOf } from './record-day.js';
import type { RecordExpression } from './record-expression.js';
import { isWithin } from './record-window.js';
import { sourceOf } from './source.js';
import { withoutSemanticTag } from './terminology.js';

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

/** One thing that was found, and how a card may speak of it. */
export interface HistoryFinding {
  readonly on?: ClinicalDate;
  readonly onDay?: string;
  readonly what: string;
  readonly name: string;
  readonly shown: string;
  readonly source?: string;
  readonly extracted: Readonly<Record<string, string>>;
}

export const NOTHING_EXTRACTED: HistoryFinding['extracted'] = {};

/** What every source of a definition finds, wherever it lies in time. */
export function findingsOf(history: History, context: HistoryContext): readonly HistoryFinding[] {
  const findings: HistoryFinding[] = [];
  for (const source of history.any) {
    const found = 'lab' in source ? resultsOf(source, context) : recordsFound(source, history, context);
    if (found.length > 0) findings.push(...found);
  }
  return findings;
}

const NOTHING_FOUND: readonly HistoryFinding[] = [];

function recordsFound(
  source: RecordSource,
  history: History,
  context: HistoryContext,
): readonly HistoryFinding[] {
  const records = recordsOf(source, context);
  if (records.length === 0) return NOTHING_FOUND;
  return records.map(({ coded, on, name }) => {
    const what = withoutSemanticTag(coded.name ?? history.name);
    const onDay = on === undefined ? undefined : dayShown(coded.resource, on, source, context);
    return {
      on,
      onDay,
      what,
      name,
      shown: `${what} (${onDay ?? 'no date'})`,
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
function resultsOf({ lab, is, within }: LabSource, context: HistoryContext): readonly HistoryFinding[] {
  const fact = context.lab(lab);
  const { name, shown, on, onDay, source } = fact;
  if (!means(fact, is) || on === undefined) return [];
  const found = { on, onDay, what: name, name, shown: shown ?? name, source, extracted: NOTHING_EXTRACTED };
  return isWithin(on, within, undefined, context) ? [found] : [];
}

export function means({ isPositive, isNegative }: LabFact, is: LabSource['is']): boolean {
  return (is === 'positive' ? isPositive : isNegative) === true;
}
