import type { QualitativeLabDefinition } from '../facts/lab-definition.js';
import type { Meaning } from '../facts/reading-tables.js';
import { type ClinicalDate, daysBetween } from './clinical-date.js';
import type { LabContext } from './lab-context.js';
import {
  type DatedMeasurement,
  newestFirst,
  type PassedOver,
  type SortedMeasurements,
  sortMeasurements,
} from './lab-result.js';
import type { Measurement } from './patient-record.js';
import { type QualitativeContext, readQualitative, WORST_FIRST } from './qualitative-reading.js';

/** One result that was read; `undefined` where what is written means nothing to us. */
export interface QualitativeResult {
  readonly meaning: Meaning | undefined;
  readonly measurement: Measurement;
  /** Absent where the result lacks its date. */
  readonly on?: ClinicalDate;
  /** The latest day it may be of: only a negative result after it supersedes a positive one. */
  readonly until?: ClinicalDate;
}

type Dated = QualitativeResult & { readonly on: ClinicalDate; readonly until: ClinicalDate };

/** Everything a record says about one test. */
export interface QualitativeResults {
  /** The result that counts: a positive one that nothing later has superseded, else the newest. */
  readonly counting: QualitativeResult | undefined;
  /** The newest positive result, superseded or not, that a vaccine does not explain. */
  readonly everPositive: QualitativeResult | undefined;
  /** Every positive result that counts may be caused by a vaccination shortly before. */
  readonly isTransient: boolean;
  readonly preliminary: readonly Dated[];
  /** Results that cannot be put in their place, the positive ones that may well count first. */
  readonly passedOver: readonly (QualitativeResult & Pick<PassedOver, 'reason'>)[];
}

/**
 * Settles what several results of one test come to. A positive result never expires: only a negative
 * one of a later day supersedes it, and only a negative confirmatory test of its own or a later day
 * refutes it; a later result that settles nothing leaves it standing. On one day the worst counts.
 */
export function qualitativeResults(lab: QualitativeLabDefinition, context: LabContext): QualitativeResults {
  const sorted = sortMeasurements(context.record.measurements(lab.codes), context.calendar);
  const confirming = lab.confirmedBy
    ? sortMeasurements(context.record.measurements(lab.confirmedBy), context.calendar)
    : NOTHING;
  const { readings, units, limit, terminology, person } = context;
  const reading: QualitativeContext = { lab, readings, units, limit, terminology, person };
  const read = (results: readonly DatedMeasurement[]) => readAll(results, reading);
  const confirmatory = read(confirming.final);
  const screening = read(sorted.final).filter((r) => !isRefuted(r, confirmatory));
  const undated = [...sorted.passedOver, ...confirming.passedOver].map(
    ({ measurement, until, reason, isFinal }) => ({
      meaning: meaningOf(measurement, reading),
      measurement,
      until,
      reason,
      isFinal,
    }),
  );
  const dated = [...screening, ...confirmatory].sort((a, b) => newestFirst(a, b) || worstFirst(a, b));
  const isSuperseded = ({ until }: QualitativeResult): boolean =>
    until !== undefined && dated.some(({ meaning, on }) => meaning === 'negative' && on > until);

  const positives: readonly QualitativeResult[] = [
    ...dated.filter((r) => isPositive(r.meaning)),
    ...undated.filter((r) => isPositive(r.meaning) && r.isFinal && r.reason === 'no date'),
  ];
  const standing = positives.filter((r) => !isSuperseded(r));
  const transient = (r: QualitativeResult): boolean => isAfterVaccine(r, lab, context);
  const [counting] = [...standing.filter(({ meaning }) => meaning === 'positive'), ...standing, ...dated];
  const isMissed = (r: (typeof undated)[number]): boolean => isPositive(r.meaning) && !isSuperseded(r);
  return {
    counting,
    everPositive: positives.find((r) => !transient(r)),
    isTransient: standing.length > 0 && standing.every(transient),
    preliminary: read(sorted.preliminary),
    passedOver: [
      ...undated.filter(isMissed),
      ...(counting === undefined ? undated.filter(({ meaning }) => meaning !== 'not-done') : []),
    ],
  };
}

const NONE: readonly never[] = [];
const NOTHING: SortedMeasurements = { final: [], preliminary: [], passedOver: [] };

/** Positive or weakly so: until a confirmatory test says otherwise, both count. */
export function isPositive(meaning: Meaning | undefined): boolean {
  return meaning === 'positive' || meaning === 'weakly-positive';
}

function meaningOf(measurement: Measurement, reading: QualitativeContext): Meaning | undefined {
  const meaning = readQualitative(measurement, reading);
  const isAbsent = meaning === undefined && measurement.part.dataAbsentReason !== undefined;
  return isAbsent ? 'not-done' : meaning;
}

/** Newest first, the worst of each day before the others; tests not done are no results. */
function readAll(measurements: readonly DatedMeasurement[], reading: QualitativeContext): readonly Dated[] {
  if (measurements.length === 0) return NONE;
  return measurements
    .map(({ measurement, on, until }) => ({
      meaning: meaningOf(measurement, reading),
      measurement,
      on,
      until,
    }))
    .filter(({ meaning }) => meaning !== 'not-done')
    .sort((a, b) => newestFirst(a, b) || worstFirst(a, b));
}

/** What could not be read ranks below anything of its day that could. */
function worstFirst(a: QualitativeResult, b: QualitativeResult): number {
  const rank = ({ meaning }: QualitativeResult): number =>
    meaning === undefined ? WORST_FIRST.length : WORST_FIRST.indexOf(meaning);
  return rank(a) - rank(b);
}

function isRefuted(result: Dated, confirmatory: readonly Dated[]): boolean {
  return (
    isPositive(result.meaning) &&
    confirmatory.some(({ meaning, on }) => meaning === 'negative' && on >= result.until)
  );
}

/** Whether the sample was drawn so soon after a vaccination that the vaccine may have caused the result. */
function isAfterVaccine(
  { on }: QualitativeResult,
  { falsePositiveAfter: rule }: QualitativeLabDefinition,
  context: LabContext,
): boolean {
  if (!rule || on === undefined) return false;
  return context.record.ofType('Immunization').some(({ resource, sets }) => {
    if (resource.resourceType !== 'Immunization' || resource.status !== 'completed') return false;
    const given = sets.includes(rule.vaccines)
      ? context.calendar.dayOf(resource.occurrenceDateTime)
      : undefined;
    const days = given === undefined ? -1 : daysBetween(given, on);
    return days >= 0 && days <= context.limit(rule.days);
  });
}
