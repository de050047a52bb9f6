import type { QuantityLabDefinition } from '../facts/lab-definition.js';
import { daysBetween, monthsBetween, showDate, showDay } from './clinical-date.js';
import { type DayReading, newestDay, type QuantityReader } from './day-reading.js';
import { dueQuantity } from './due-quantity.js';
import { type LabContext, validSince } from './lab-context.js';
import { type LabFact, NOT_PRELIMINARY, type PreliminaryResult } from './lab-fact.js';
import type { SortedMeasurements } from './lab-result.js';
import { quantityResults } from './quantity-results.js';
import { resultsGap } from './results-gap.js';
import { sourceOf } from './source.js';
import { UsableQuantity } from './usable-quantity.js';
import { writtenQuantity } from './written-quantity.js';

/** Builds the fact of a test that is a number: the newest day counts, and on it the worst value. */
export function quantityLab(lab: QuantityLabDefinition, context: LabContext): LabFact {
  const { sorted, reader } = quantityResults(lab, context);
  const newest = reader.readDay(newestDay(sorted.final));
  const isOrdered = lab.orderedBy !== undefined && context.isOrdered(lab.orderedBy);
  const preliminary = preliminaryOf(lab, sorted, newest, reader);
  const isAlarming = newest?.ok === true && reader.isAlarming(newest.reading);
  const gap = resultsGap(lab.query, context);
  const since = validSince(lab, context);
  const isStale = newest !== undefined && since !== undefined && newest.on < since;
  const { name } = lab;
  const isOrderable = lab.orderedBy !== undefined;
  // Half a record may hide a worse value: a good one proves nothing, a bad one stands.
  if (gap && !(isAlarming && !isStale) && (newest === undefined || newest.ok)) {
    return {
      name,
      isOrdered,
      isOrderable,
      isUnusable: false,
      preliminary,
      state: 'unavailable',
      reason: gap.reason,
      failure: gap.failure,
      records: gap.records,
    };
  }
  const unusable = (reason: string, shown: string, source?: string): LabFact => {
    return {
      name,
      isOrdered,
      isOrderable,
      isUnusable: true,
      preliminary,
      state: 'unusable',
      reason,
      shown,
      source,
    };
  };
  const hidden = isAlarming ? undefined : passedOverOf(sorted, newest, reader);
  if (hidden) return unusable(hidden.reason, `${name} ${writtenQuantity(hidden.measurement)}`);
  if (newest === undefined) return dueQuantity(lab, isOrdered, preliminary);

  const { on, measurement } = newest;
  // Too old is too old, readable or not: the test is due.
  if (isStale) {
    const { value, timesUpperLimit } = newest.ok ? newest.reading : {};
    const isLow = newest.ok ? isAlarming && lab.alarm === 'low' : undefined;
    return dueQuantity(lab, isOrdered, preliminary, {
      last: { shown: shownOf(lab, newest), on, value, timesUpperLimit, isLow },
      ageDays: daysBetween(on, context.calendar.today),
      ageMonths: monthsBetween(on, context.calendar.today),
      reason: `older than ${showDay(since)}, not judged`,
      onDay: showDate(on, newest.until),
      source: sourceOf(measurement.observation),
    });
  }
  if (!newest.ok) return unusable(newest.reason, shownOf(lab, newest), sourceOf(measurement.observation));
  return new UsableQuantity({
    lab,
    context,
    newest,
    results: sorted.final,
    reader,
    isOrdered,
    preliminary,
    isAlarming,
  });
}

function shownOf({ name }: QuantityLabDefinition, { measurement, on, until }: DayReading): string {
  return `${name} ${writtenQuantity(measurement)} (${showDate(on, until)})`;
}

/**
 * A result that could not be put in its place leaves the test unjudged where nothing else is there, or
 * where it is an alarm that may well be newer than the good value beside it.
 */
function passedOverOf(
  { passedOver }: SortedMeasurements,
  newest: DayReading | undefined,
  reader: QuantityReader,
): SortedMeasurements['passedOver'][number] | undefined {
  if (newest === undefined) return passedOver[0];
  return passedOver.find(({ measurement, until }) => {
    if (until !== undefined && until < newest.on) return false;
    const outcome = reader.read(measurement);
    return outcome.ok && reader.isAlarming(outcome.reading);
  });
}

/** Only a preliminary result newer than the final one is worth naming. */
function preliminaryOf(
  lab: QuantityLabDefinition,
  { preliminary: [first] }: SortedMeasurements,
  newest: DayReading | undefined,
  reader: QuantityReader,
): PreliminaryResult {
  if (!first || (newest && newest.on >= first.on)) return NOT_PRELIMINARY;
  const outcome = reader.read(first.measurement);
  return {
    isPresent: true,
    isPositive: false,
    isAlarming: outcome.ok && reader.isAlarming(outcome.reading),
    shown: `${lab.name} ${writtenQuantity(first.measurement)} (${showDate(first.on, first.until)})`,
  };
}
