import type { QuantityLabDefinition, UnitTable } from '../deck/fact-definitions.js';
import { FAILURE_WORDS } from '../gather/failure-words.js';
import { daysBetween, showDay } from './clinical-date.js';
import { derivedMeasurements } from './derived-measurement.js';
import { gapIn, type LabContext, validSince } from './lab-context.js';
import type { LabFact, OtherResult } from './lab-fact.js';
import { type DatedMeasurement, sortMeasurements } from './lab-result.js';
import { type QuantityReading, readQuantity } from './quantity-reading.js';
import { sourceOf } from './source.js';

/** Builds the fact of a test that is a number: the newest day counts, and on it the worst value. */
export function quantityLab(lab: QuantityLabDefinition, context: LabContext): LabFact {
  const units = context.units[lab.units] as UnitTable;
  const own = sortMeasurements(context.record.measurements(lab.codes), context.calendar);
  const sorted = lab.orElse ? derivedMeasurements(lab.orElse, own, units, context) : own;
  const isOrdered = lab.orderedBy !== undefined && context.isOrdered(lab.orderedBy);
  const [prelim] = sorted.preliminary;
  const preliminary = {
    isPresent: prelim !== undefined,
    isPositive: false,
    ...(prelim && { shown: showFirst(lab, [prelim], units, context) }),
  };
  const common = {
    name: lab.name,
    isOrdered,
    isOrderable: lab.orderedBy !== undefined,
    isUnusable: false,
    preliminary,
  };
  const gap = gapIn(context.record, lab.query);

  const days = byDay(sorted.final);
  const newest = readDay(lab, days[0] ?? [], units, context);
  if (newest === undefined) {
    const passed = sorted.passedOver;
    if (gap) return { ...common, state: 'unavailable', reason: FAILURE_WORDS[gap] };
    if (passed) {
      const on = { measurement: passed.measurement, on: context.calendar.today };
      const asReported = readAny(lab, on, units, context);
      return {
        ...common,
        isUnusable: true,
        state: 'unusable',
        reason: passed.reason,
        shown: `${lab.name} ${asReported}`,
      };
    }
    return { ...common, state: isOrdered ? 'pending' : 'absent', ...NEVER_RESULTED };
  }
  const shown = `${lab.name} ${newest.asReported} (${showDay(newest.on)})`;
  if (!newest.ok)
    return {
      ...common,
      isUnusable: true,
      state: 'unusable',
      reason: newest.reason,
      shown,
      source: newest.source,
    };

  const { reading, on } = newest;
  const isLow = reading.low !== undefined && reading.value < reading.low;
  const isHigh = reading.high !== undefined && (reading.timesUpperLimit ?? 0) > 1;
  const isAlarming =
    isLow || isHigh || (lab.alarmLimit !== undefined && reading.value < context.limit(lab.alarmLimit));
  // Half a record may hide a worse value: a good one proves nothing, a bad one stands.
  if (gap && !isAlarming) return { ...common, state: 'unavailable', reason: FAILURE_WORDS[gap] };

  const since = validSince(lab, context);
  if (since !== undefined && on < since) {
    const last: OtherResult = { shown, on, value: reading.value, isLow: isAlarming && lab.alarm === 'low' };
    return {
      ...common,
      state: isOrdered ? 'pending' : 'stale',
      ...TOO_OLD,
      last,
      on,
      reason: `older than ${showDay(since)}, not judged`,
      source: newest.source,
    };
  }
  const previous = days
    .slice(1)
    .map((day) => readDay(lab, day, units, context))
    .find((day) => day?.ok);
  return {
    ...common,
    ...reading,
    state: 'usable',
    shown,
    on,
    onDay: showDay(on),
    ageDays: daysBetween(on, context.calendar.today),
    unit: units.canonical,
    source: newest.source,
    isPresent: true,
    isMissing: false,
    isStale: false,
    isDue: false,
    isLow,
    isHigh,
    ...(reading.timesUpperLimit !== undefined && { timesShown: timesShown(reading.timesUpperLimit) }),
    ...(previous?.ok && {
      previous: {
        shown: `${previous.reading.asReported} (${showDay(previous.on)})`,
        on: previous.on,
        value: previous.reading.value,
        ...(previous.reading.timesUpperLimit !== undefined && {
          timesUpperLimit: previous.reading.timesUpperLimit,
        }),
      },
    }),
  };
}

const NEVER_RESULTED = {
  isPresent: false,
  isMissing: true,
  isStale: false,
  isDue: true,
  isLow: false,
  isHigh: false,
};
const TOO_OLD = {
  isPresent: false,
  isMissing: false,
  isStale: true,
  isDue: true,
  isLow: false,
  isHigh: false,
};

type DayReading = { readonly on: string; readonly source: string; readonly asReported: string } & (
  | { readonly ok: true; readonly reading: QuantityReading }
  | { readonly ok: false; readonly reason: string }
);

function byDay(results: readonly DatedMeasurement[]): readonly (readonly DatedMeasurement[])[] {
  const days: DatedMeasurement[][] = [];
  for (const result of results) {
    const day = days.at(-1);
    if (day?.[0]?.on === result.on) day.push(result);
    else days.push([result]);
  }
  return days;
}

/** The worst usable value of a day; an unusable one only where there is no other. */
function readDay(
  lab: QuantityLabDefinition,
  day: readonly DatedMeasurement[],
  units: UnitTable,
  context: LabContext,
): DayReading | undefined {
  let worst: DayReading | undefined;
  for (const { measurement, on } of day) {
    const outcome = readQuantity(measurement, { lab, units, limit: context.limit, sex: context.sex });
    const source = sourceOf(measurement.observation);
    if (!outcome.ok) {
      worst ??= { ok: false, on, source, asReported: outcome.asReported, reason: outcome.reason };
    } else if (!worst?.ok || isWorse(lab, outcome.reading, worst.reading)) {
      worst = { ok: true, on, source, asReported: outcome.reading.asReported, reading: outcome.reading };
    }
  }
  return worst;
}

function isWorse(lab: QuantityLabDefinition, a: QuantityReading, b: QuantityReading): boolean {
  if (lab.alarm === 'low') return a.value < b.value;
  return (a.timesUpperLimit ?? a.value) > (b.timesUpperLimit ?? b.value);
}

function readAny(
  lab: QuantityLabDefinition,
  { measurement }: DatedMeasurement,
  units: UnitTable,
  context: LabContext,
): string {
  const outcome = readQuantity(measurement, { lab, units, limit: context.limit, sex: context.sex });
  return outcome.ok ? outcome.reading.asReported : outcome.asReported;
}

function showFirst(
  lab: QuantityLabDefinition,
  [first]: readonly [DatedMeasurement],
  units: UnitTable,
  context: LabContext,
): string {
  return `${lab.name} ${readAny(lab, first, units, context)} (${showDay(first.on)})`;
}

/** One decimal, cut off: shown rounded up, 2.96 would read as the 3.0 that it has not reached. */
export function timesShown(times: number): string {
  return `${Math.floor(times * 10 + 1e-9) / 10}x`;
}
