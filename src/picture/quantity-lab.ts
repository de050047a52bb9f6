import type { QuantityLabDefinition, UnitTable } from '../deck/fact-definitions.js';
import { FAILURE_WORDS } from '../gather/failure-words.js';
import { daysBetween, monthsBetween, showDay } from './clinical-date.js';
import { byDay, type DayReading, type QuantityReader, quantityReader } from './day-reading.js';
import { derivedMeasurements } from './derived-measurement.js';
import { gapIn, type LabContext, validSince } from './lab-context.js';
import type { LabFact, OtherResult, PreliminaryResult } from './lab-fact.js';
import { type SortedMeasurements, sortMeasurements } from './lab-result.js';
import { type Persistence, persistenceOf } from './lab-series.js';
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
  const isOrderable = lab.orderedBy !== undefined;
  const preliminary = preliminaryOf(lab, sorted, newest, reader);
  const common = { name: lab.name, isOrdered, isOrderable, isUnusable: false, preliminary };
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
  if (newest === undefined) {
    return {
      name: lab.name,
      isOrdered,
      isOrderable,
      isUnusable: false,
      preliminary,
      state: isOrdered ? 'pending' : 'absent',
      isPresent: false,
      isMissing: true,
      isStale: false,
      isDue: true,
      isLow: judges(lab, 'low') ? false : undefined,
      isHigh: judges(lab, 'high') ? false : undefined,
      isPersistent: lab.persistence ? false : undefined,
    };
  }

  const { on, source } = newest;
  const shown = `${lab.name} ${newest.asReported} (${showDay(on)})`;
  // Too old is too old, readable or not: the test is due.
  if (isStale) {
    const { today } = context.calendar;
    return {
      name: lab.name,
      isOrdered,
      isOrderable,
      isUnusable: false,
      preliminary,
      state: isOrdered ? 'pending' : 'stale',
      isPresent: false,
      isMissing: false,
      isStale: true,
      isDue: true,
      isLow: judges(lab, 'low') ? false : undefined,
      isHigh: judges(lab, 'high') ? false : undefined,
      isPersistent: lab.persistence ? false : undefined,
      last: {
        shown,
        on,
        value: newest.ok ? newest.reading.value : undefined,
        isLow: newest.ok ? isAlarming && lab.alarm === 'low' : undefined,
      },
      on,
      onDay: showDay(on),
      ageDays: daysBetween(on, today),
      ageMonths: monthsBetween(on, today),
      reason: `older than ${showDay(since)}, not judged`,
      source,
    };
  }
  if (!newest.ok)
    return { ...common, isUnusable: true, state: 'unusable', reason: newest.reason, shown, source };
  return usableFact(newest, {
    lab,
    context,
    reader,
    isOrdered,
    preliminary,
    isAlarming,
    shown,
    earlier: days.slice(1),
    persistence: persistenceOf(lab, days, reader, context, gap === undefined),
  });
}

interface Usable {
  readonly lab: QuantityLabDefinition;
  readonly context: LabContext;
  readonly reader: QuantityReader;
  readonly isOrdered: boolean;
  readonly preliminary: PreliminaryResult;
  readonly isAlarming: boolean;
  readonly shown: string;
  readonly earlier: ReturnType<typeof byDay>;
  readonly persistence: Persistence;
}

function usableFact({ reading, on, source }: DayReading & { readonly ok: true }, its: Usable): LabFact {
  const { lab, isAlarming, persistence } = its;
  const { today } = its.context.calendar;
  return {
    name: lab.name,
    isOrdered: its.isOrdered,
    isOrderable: lab.orderedBy !== undefined,
    isUnusable: false,
    preliminary: its.preliminary,
    state: 'usable',
    value: reading.value,
    asReported: reading.asReported,
    low: reading.low,
    high: reading.high,
    timesUpperLimit: reading.timesUpperLimit,
    timesShown: reading.timesUpperLimit === undefined ? undefined : timesShown(reading.timesUpperLimit),
    limitShown: reading.limitShown,
    usesDefaultLimit: reading.usesDefaultLimit,
    shown: its.shown,
    on,
    onDay: showDay(on),
    ageDays: daysBetween(on, today),
    ageMonths: monthsBetween(on, today),
    unit: its.context.units[lab.units]?.canonical,
    source,
    isPresent: true,
    isMissing: false,
    isStale: false,
    isDue: false,
    isLow: judges(lab, 'low') ? isAlarming : undefined,
    isHigh: judges(lab, 'high') ? isAlarming : undefined,
    isPersistent: persistence.isPersistent,
    persistentSince: persistence.persistentSince,
    previous: previousOf(its.earlier, its.reader),
  };
}

/** Only the side that is judged has an answer: a test without an upper limit is not "not high", it cannot tell. */
function judges(lab: QuantityLabDefinition, side: 'low' | 'high'): boolean {
  const limit = lab.alarm === 'low' ? lab.lowerLimit : lab.upperLimit;
  return lab.alarm === side && (limit !== undefined || lab.alarmLimit !== undefined);
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
function previousOf(days: ReturnType<typeof byDay>, reader: QuantityReader): OtherResult | undefined {
  for (const results of days) {
    const day = reader.readDay(results);
    if (!day?.ok) continue;
    const { value, timesUpperLimit } = day.reading;
    return { shown: `${day.asReported} (${showDay(day.on)})`, on: day.on, value, timesUpperLimit };
  }
  return undefined;
}

/**
 * One decimal, cut off: shown rounded up, 2.96 would read as the 3.0 that it has not reached. A second one where
 * the first would hide that a limit is passed: 1.08 times the upper limit is raised, "1x" would not be.
 */
function timesShown(times: number): string {
  const cut = (scale: number): number => Math.floor(times * scale + 1e-9) / scale;
  return `${Number.isInteger(cut(10)) ? cut(100) : cut(10)}x`;
}
