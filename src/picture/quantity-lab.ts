import type { QuantityLabDefinition, UnitTable } from '../deck/fact-definitions.js';
import { FAILURE_WORDS } from '../gather/failure-words.js';
import { showDay } from './clinical-date.js';
import { byDay, type DayReading, type QuantityReader, quantityReader } from './day-reading.js';
import { derivedMeasurements } from './derived-measurement.js';
import { datedOn } from './fact.js';
import { gapIn, type LabContext, validSince } from './lab-context.js';
import type { LabFact, OtherResult, PreliminaryResult } from './lab-fact.js';
import { type SortedMeasurements, sortMeasurements } from './lab-result.js';
import { notPersistent, persistenceOf } from './lab-series.js';
import { isNotDone } from './not-done.js';

/** Builds the fact of a test that is a number: the newest day counts, and on it the worst value. */
export function quantityLab(lab: QuantityLabDefinition, context: LabContext): LabFact {
  const units = context.units[lab.units] as UnitTable;
  const reader = quantityReader(lab, units, context);
  const done = context.record
    .measurements(lab.codes)
    .filter((m) => !isNotDone(m, context.readings, context.terminology));
  const own = sortMeasurements(done, context.calendar);
  const sorted = lab.orElse ? derivedMeasurements(lab.orElse, own, units, context) : own;
  const days = byDay(sorted.final);
  const newest = reader.readDay(days[0] ?? []);
  const isOrdered = lab.orderedBy !== undefined && context.isOrdered(lab.orderedBy);
  const common = {
    name: lab.name,
    isOrdered,
    isOrderable: lab.orderedBy !== undefined,
    isUnusable: false,
    preliminary: preliminaryOf(lab, sorted, newest, reader),
  };
  const isAlarming = newest?.ok === true && reader.isAlarming(newest.reading);
  const gap = gapIn(context.record, lab.query);
  const since = validSince(lab, context);
  const isStale = newest !== undefined && since !== undefined && newest.on < since;
  // Half a record may hide a worse value: a good one proves nothing, a bad one stands.
  if (gap && !(isAlarming && !isStale) && (newest === undefined || newest.ok)) {
    const records = context.recordsOf(lab.query);
    return { ...common, state: 'unavailable', reason: FAILURE_WORDS[gap], records };
  }
  const hidden = isAlarming ? undefined : passedOverOf(sorted, newest, reader);
  if (hidden) {
    const shown = `${lab.name} ${reader.written(hidden.measurement)}`;
    return { ...common, isUnusable: true, state: 'unusable', reason: hidden.reason, shown };
  }
  if (newest === undefined) return { ...common, ...neverResulted(lab, isOrdered) };

  const { on, source } = newest;
  const shown = `${lab.name} ${newest.asReported} (${showDay(on)})`;
  // Too old is too old, readable or not: the test is due.
  if (isStale) {
    const value = newest.ok ? { value: newest.reading.value, isLow: isAlarming && lab.alarm === 'low' } : {};
    const reason = `older than ${showDay(since)}, not judged`;
    const last = { shown, on, ...value };
    return { ...common, ...tooOld(lab, isOrdered), last, ...datedOn(on, context.calendar), reason, source };
  }
  if (!newest.ok)
    return { ...common, isUnusable: true, state: 'unusable', reason: newest.reason, shown, source };
  const { reading } = newest;
  return {
    ...common,
    ...reading,
    state: 'usable',
    shown,
    ...datedOn(on, context.calendar),
    unit: units.canonical,
    source,
    isPresent: true,
    isMissing: false,
    isStale: false,
    isDue: false,
    ...judged(lab, isAlarming),
    ...persistenceOf(lab, days, reader, context, gap === undefined),
    ...(reading.timesUpperLimit !== undefined && { timesShown: timesShown(reading.timesUpperLimit) }),
    ...previousOf(days.slice(1), reader),
  };
}

/** Only the side that is judged has an answer: a test without an upper limit is not "not high", it cannot tell. */
function judged(lab: QuantityLabDefinition, is: boolean): Pick<LabFact, 'isLow' | 'isHigh'> {
  if (lab.alarm === 'low') return lab.lowerLimit || lab.alarmLimit ? { isLow: is } : {};
  return lab.upperLimit || lab.alarmLimit ? { isHigh: is } : {};
}

function neverResulted(lab: QuantityLabDefinition, isOrdered: boolean) {
  const state = isOrdered ? ('pending' as const) : ('absent' as const);
  return {
    state,
    isPresent: false,
    isMissing: true,
    isStale: false,
    isDue: true,
    ...judged(lab, false),
    ...notPersistent(lab),
  };
}

function tooOld(lab: QuantityLabDefinition, isOrdered: boolean) {
  const state = isOrdered ? ('pending' as const) : ('stale' as const);
  return {
    state,
    isPresent: false,
    isMissing: false,
    isStale: true,
    isDue: true,
    ...judged(lab, false),
    ...notPersistent(lab),
  };
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
  if (!first || (newest && newest.on >= first.on))
    return { isPresent: false, isPositive: false, isAlarming: false };
  const outcome = reader.read(first.measurement);
  return {
    isPresent: true,
    isPositive: false,
    isAlarming: outcome.ok && reader.isAlarming(outcome.reading),
    shown: `${lab.name} ${reader.written(first.measurement)} (${showDay(first.on)})`,
  };
}

/** The newest earlier day with a readable value. */
function previousOf(
  days: ReturnType<typeof byDay>,
  reader: QuantityReader,
): { readonly previous?: OtherResult } {
  for (const results of days) {
    const day = reader.readDay(results);
    if (!day?.ok) continue;
    const { value, timesUpperLimit } = day.reading;
    return {
      previous: {
        shown: `${day.asReported} (${showDay(day.on)})`,
        on: day.on,
        value,
        ...(timesUpperLimit !== undefined && { timesUpperLimit }),
      },
    };
  }
  return {};
}

/**
 * One decimal, cut off: shown rounded up, 2.96 would read as the 3.0 that it has not reached. A second one where
 * the first would hide that a limit is passed: 1.08 times the upper limit is raised, "1x" would not be.
 */
function timesShown(times: number): string {
  const cut = (scale: number): number => Math.floor(times * scale + 1e-9) / scale;
  return `${Number.isInteger(cut(10)) ? cut(100) : cut(10)}x`;
}
