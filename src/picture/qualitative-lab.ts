import type { QualitativeLabDefinition } from '../facts/lab-definition.js';
import { daysBetween, monthsBetween, showDate } from './clinical-date.js';
import { type LabContext, validSince } from './lab-context.js';
import { type LabFact, NOT_PRELIMINARY, type PreliminaryResult } from './lab-fact.js';
import {
  isPositive,
  type QualitativeResult,
  type QualitativeResults,
  qualitativeResults,
} from './qualitative-results.js';
import { resultsGap } from './results-gap.js';
import { sourceOf } from './source.js';
import { writtenResult } from './written-result.js';

/** Builds the fact of a test that is positive or negative. A positive result never expires; a negative one does. */
export function qualitativeLab(lab: QualitativeLabDefinition, context: LabContext): LabFact {
  const results = qualitativeResults(lab, context);
  const { counting, everPositive, passedOver } = results;
  const wasEverPositive = everPositive !== undefined;
  const isOrdered = lab.orderedBy !== undefined && context.isOrdered(lab.orderedBy);
  const common = {
    name: lab.name,
    isOrdered,
    isOrderable: lab.orderedBy !== undefined,
    isUnusable: false,
    preliminary: preliminaryOf(results, lab, context),
  };
  // What was positive once stays known, whatever else cannot be told.
  const past = wasEverPositive ? { wasEverPositive } : {};
  const positive = isPositive(counting?.meaning);
  const gap = resultsGap(lab.query, context);
  // Part of the record may hide a positive result: only a positive one stands.
  if (gap && !positive && (counting === undefined || counting.meaning !== undefined)) {
    return { ...common, ...past, state: 'unavailable', ...gap };
  }
  const [hidden] = passedOver;
  if (hidden && !positive) {
    const { reason, measurement } = hidden;
    const shown = `${lab.name} ${writtenResult(measurement, context.terminology)}`;
    const source = sourceOf(measurement.observation);
    return { ...common, ...past, isUnusable: true, state: 'unusable', reason, shown, source };
  }
  if (counting === undefined) {
    return {
      name: lab.name,
      isOrdered,
      isOrderable: common.isOrderable,
      isUnusable: false,
      preliminary: common.preliminary,
      state: isOrdered ? 'pending' : 'absent',
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
      positiveBefore: undefined,
    };
  }
  const { meaning, measurement, on, until } = counting;
  const asReported = writtenResult(measurement, context.terminology);
  const shown = shownAs(lab, asReported, counting);
  const source = sourceOf(measurement.observation);
  if (meaning === undefined) {
    const reason = 'the result cannot be read';
    return { ...common, ...past, isUnusable: true, state: 'unusable', reason, shown, source };
  }
  const since = validSince(lab, context);
  const isStale = !positive && since !== undefined && on !== undefined && on < since;
  const { today } = context.calendar;
  return {
    name: lab.name,
    isOrdered,
    isOrderable: common.isOrderable,
    isUnusable: false,
    preliminary: common.preliminary,
    state: isStale ? 'stale' : 'usable',
    shown,
    asReported,
    reason: on === undefined ? 'no date' : undefined,
    on,
    onDay: on === undefined ? undefined : showDate(on, until),
    ageDays: on === undefined ? undefined : daysBetween(on, today),
    ageMonths: on === undefined ? undefined : monthsBetween(on, today),
    source,
    isPresent: !isStale,
    isMissing: false,
    isStale,
    isDue: isStale,
    isPositive: positive,
    isNegative: meaning === 'negative',
    isIndeterminate: meaning === 'indeterminate',
    isUnconfirmed: meaning === 'weakly-positive',
    isTransient: results.isTransient,
    wasEverPositive,
    positiveBefore: everPositive && !positive ? shownIn(everPositive, lab, context) : undefined,
  };
}

function shownIn(
  result: QualitativeResult,
  lab: QualitativeLabDefinition,
  { terminology }: LabContext,
): string {
  return shownAs(lab, writtenResult(result.measurement, terminology), result);
}

function shownAs(
  { name }: QualitativeLabDefinition,
  written: string,
  { on, until }: QualitativeResult,
): string {
  return `${name} ${written} (${on === undefined ? 'no date' : showDate(on, until)})`;
}

/** Only a preliminary result newer than the final one is worth naming. */
function preliminaryOf(
  { preliminary: [first], counting }: QualitativeResults,
  lab: QualitativeLabDefinition,
  context: LabContext,
): PreliminaryResult {
  if (!first || (counting?.on !== undefined && counting.on >= first.on)) return NOT_PRELIMINARY;
  return {
    isPresent: true,
    isPositive: isPositive(first.meaning),
    isAlarming: isPositive(first.meaning),
    shown: shownIn(first, lab, context),
  };
}
