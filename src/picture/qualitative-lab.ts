import type { Meaning, QualitativeLabDefinition } from '../deck/fact-definitions.js';
import { FAILURE_WORDS } from '../gather/failure-words.js';
import { type ClinicalDate, daysBetween, showDay } from './clinical-date.js';
import { gapIn, type LabContext, validSince } from './lab-context.js';
import type { LabFact, PreliminaryResult } from './lab-fact.js';
import { type DatedMeasurement, sortMeasurements } from './lab-result.js';
import { readQualitative } from './qualitative-reading.js';
import { sourceOf } from './source.js';

interface Result {
  readonly on: ClinicalDate;
  readonly meaning: Meaning | undefined;
  readonly asReported: string;
  readonly source: string;
}

/** On one day the worst result counts; what could not be read ranks below anything that could. */
const WORST_FIRST: readonly (Meaning | undefined)[] = [
  'positive',
  'weakly-positive',
  'indeterminate',
  'negative',
  undefined,
];

/** Builds the fact of a test that is positive or negative. A positive result never expires; a negative one does. */
export function qualitativeLab(lab: QualitativeLabDefinition, context: LabContext): LabFact {
  const sorted = sortMeasurements(context.record.measurements(lab.codes), context.calendar);
  const screening = resultsOf(sorted.final, lab, context);
  const confirmatory = lab.confirmedBy
    ? resultsOf(
        sortMeasurements(context.record.measurements(lab.confirmedBy), context.calendar).final,
        lab,
        context,
      )
    : [];
  const isOrdered = lab.orderedBy !== undefined && context.isOrdered(lab.orderedBy);
  const newest = confirmed(screening[0], confirmatory[0]);
  const common = {
    name: lab.name,
    isOrdered,
    isOrderable: lab.orderedBy !== undefined,
    isUnusable: false,
    preliminary: preliminaryOf(resultsOf(sorted.preliminary, lab, context), newest, lab),
  };
  const positives = screening.filter((r) => isPositive(r.meaning) && !isRefuted(r, confirmatory));
  const wasEverPositive =
    positives.some((r) => !isTransient(r, lab, context)) || isPositive(confirmatory[0]?.meaning);
  const gap = gapIn(context.record, lab.query);

  if (newest === undefined) {
    if (gap) return { ...common, state: 'unavailable', reason: FAILURE_WORDS[gap] };
    if (sorted.passedOver) {
      const { asReported } = readQualitative(sorted.passedOver.measurement, { ...context, lab });
      return {
        ...common,
        isUnusable: true,
        state: 'unusable',
        reason: sorted.passedOver.reason,
        shown: `${lab.name} ${asReported}`,
      };
    }
    return { ...common, ...NEVER_RESULTED, state: isOrdered ? 'pending' : 'absent' };
  }

  const { on, asReported, source } = newest;
  const shown = `${lab.name} ${asReported} (${showDay(on)})`;
  const positive = isPositive(newest.meaning);
  if (newest.meaning === undefined) {
    return {
      ...common,
      isUnusable: true,
      state: 'unusable',
      reason: 'the result cannot be read',
      shown,
      source,
    };
  }
  // Part of the record may hide a positive result: only a positive one stands.
  if (gap && !positive && !wasEverPositive) {
    return { ...common, state: 'unavailable', reason: FAILURE_WORDS[gap] };
  }
  const since = validSince(lab, context);
  const isStale = !positive && since !== undefined && on < since;
  return {
    ...common,
    state: isStale ? 'stale' : 'usable',
    shown,
    asReported,
    on,
    onDay: showDay(on),
    ageDays: daysBetween(on, context.calendar.today),
    source,
    isPresent: !isStale,
    isMissing: false,
    isStale,
    isDue: isStale,
    isPositive: positive,
    isNegative: newest.meaning === 'negative',
    isIndeterminate: newest.meaning === 'indeterminate',
    isUnconfirmed: newest.meaning === 'weakly-positive',
    isTransient: positive && isTransient(newest, lab, context),
    wasEverPositive,
  };
}

const NEVER_RESULTED = {
  isPresent: false,
  isMissing: true,
  isStale: false,
  isDue: true,
  isPositive: false,
  isNegative: false,
  isIndeterminate: false,
  isUnconfirmed: false,
  isTransient: false,
  wasEverPositive: false,
};

/** Readable results, newest first, the worst of each day before the others; tests not done are no results. */
function resultsOf(
  measurements: readonly DatedMeasurement[],
  lab: QualitativeLabDefinition,
  context: LabContext,
): readonly Result[] {
  return measurements
    .map(({ measurement, on }) => ({
      on,
      source: sourceOf(measurement.observation),
      ...readQualitative(measurement, { ...context, lab }),
    }))
    .filter(({ meaning }) => meaning !== 'not-done')
    .sort((a, b) =>
      a.on === b.on ? WORST_FIRST.indexOf(a.meaning) - WORST_FIRST.indexOf(b.meaning) : a.on < b.on ? 1 : -1,
    );
}

/** A confirmatory test of the same or a later day overrides the screening test. */
function confirmed(screening: Result | undefined, confirmatory: Result | undefined): Result | undefined {
  if (!confirmatory || confirmatory.meaning === undefined) return screening;
  return !screening || confirmatory.on >= screening.on ? confirmatory : screening;
}

function isRefuted(result: Result, confirmatory: readonly Result[]): boolean {
  return confirmatory.some((c) => c.meaning === 'negative' && c.on >= result.on);
}

function isPositive(meaning: Meaning | undefined): boolean {
  return meaning === 'positive' || meaning === 'weakly-positive';
}

/** Whether the sample was drawn so soon after a vaccination that the vaccine may have caused the result. */
function isTransient(result: Result, lab: QualitativeLabDefinition, context: LabContext): boolean {
  const rule = lab.falsePositiveAfter;
  if (!rule) return false;
  return context.record.ofType('Immunization').some(({ resource, sets }) => {
    if (
      !sets.has(rule.vaccines) ||
      resource.resourceType !== 'Immunization' ||
      resource.status !== 'completed'
    )
      return false;
    const given = context.calendar.dayOf(resource.occurrenceDateTime);
    if (given === undefined) return false;
    const days = daysBetween(given, result.on);
    return days >= 0 && days <= context.limit(rule.days);
  });
}

/** Only a preliminary result newer than the final one is worth naming. */
function preliminaryOf(
  preliminary: readonly Result[],
  newest: Result | undefined,
  lab: QualitativeLabDefinition,
): PreliminaryResult {
  const [first] = preliminary;
  if (!first || (newest && newest.on >= first.on)) return { isPresent: false, isPositive: false };
  return {
    isPresent: true,
    isPositive: isPositive(first.meaning),
    shown: `${lab.name} ${first.asReported} (${showDay(first.on)})`,
  };
}
