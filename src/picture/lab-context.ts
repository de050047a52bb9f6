import type { QueryDefinition } from '../facts/fact-definitions.js';
import type { LabDefinition } from '../facts/lab-definition.js';
import type { Readings, UnitTable } from '../facts/reading-tables.js';
import type { Validity } from '../facts/span.js';
import type { FetchFailure } from '../gather/prefetch-outcome.js';
import type { ClinicalDate } from './clinical-date.js';
import type { PatientRecord } from './patient-record.js';
import type { Person } from './range-population.js';
import type { SiteCalendar } from './site-calendar.js';
import { before } from './span.js';
import type { Terminology } from './terminology.js';

/** Everything a laboratory fact is made from, besides its own definition. */
export interface LabContext {
  readonly record: PatientRecord;
  readonly calendar: SiteCalendar;
  readonly terminology: Terminology;
  readonly readings: Readings;
  readonly units: Readonly<Record<string, UnitTable>>;
  readonly limit: (name: string) => number;
  /** What a query asks for, in words. */
  readonly recordsOf: (query: string) => string;
  /** Whom the laboratory's ranges must fit. */
  readonly person: Person;
  /** Windows on the chart may differ from those at an order. */
  readonly isChart: boolean;
  /** Day on which treatment began, or begins (anew): of the first dose given, else the one planned, else today. */
  readonly startOn: ClinicalDate;
  readonly isOrdered: (valueSet: string) => boolean;
}

/** First day from which a result still counts. */
export function validSince(lab: LabDefinition, context: LabContext): ClinicalDate | undefined {
  const validity: Validity | undefined = (context.isChart && lab.validForOnChart) || lab.validFor;
  if (!validity) return undefined;
  const until = validity.before === 'firstDose' ? context.startOn : context.calendar.today;
  return before(until, validity, context.limit);
}

/** Why the record of a query cannot be trusted to be all there is, if it cannot. */
export function gapIn(record: PatientRecord, query: string): FetchFailure | undefined {
  const outcome = record.outcome(query);
  return outcome.state === 'supplied' || outcome.state === 'known-empty' ? undefined : outcome.failure;
}

/**
 * The same of every query that has one; but an EHR that does not offer a supplementary record leaves no gap
 * worth a physician's time.
 */
export function reportableGaps(
  record: PatientRecord,
  queries: Readonly<Record<string, QueryDefinition>>,
): ReadonlyMap<string, FetchFailure> {
  const gaps = new Map<string, FetchFailure>();
  for (const query in queries) {
    const isUnoffered = record.outcome(query).state === 'absent' && queries[query]?.supplementary === true;
    const failure = isUnoffered ? undefined : gapIn(record, query);
    if (failure !== undefined) gaps.set(query, failure);
  }
  return gaps;
}
