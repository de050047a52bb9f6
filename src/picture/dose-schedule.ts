import type { ExposureDefinition } from '../facts/exposure-definition.js';
import { type ClinicalDate, daysBetween, elapsed, showDay } from './clinical-date.js';
import { countingDose } from './half-dose.js';
import type { DatedDose } from './recorded-dose.js';
import { later } from './span.js';

/**
 * When the next dose may be given and when it is due, in days and in words. Left out where no dose has a
 * date: then nothing can be reckoned.
 */
export interface DoseSchedule {
  /** The dose from which the interval counts. */
  readonly countsFrom?: DatedDose;
  readonly earliestOn?: ClinicalDate;
  readonly earliestDay?: string;
  readonly dueOn?: ClinicalDate;
  readonly dueDay?: string;
  readonly overdueOn?: ClinicalDate;
  /** "5 months and 3 days": from the dose that counts to today, and to the planned day. */
  readonly since?: string;
  readonly sincePlanned?: string;
  readonly daysPlanned?: number;
  /** The second half of a split initial dose, counted from the first dose. */
  readonly secondEarliestOn?: ClinicalDate;
  readonly secondDueOn?: ClinicalDate;
  readonly secondDueDay?: string;
  readonly secondLatestOn?: ClinicalDate;
  /** The same, but not in the past: a day to order it for. */
  readonly secondOfferOn?: ClinicalDate;
  readonly secondOfferDay?: string;
  readonly actsUntil?: ClinicalDate;
  readonly actsUntilDay?: string;
}

/** Names and kinds of what cards may ask. */
export const SCHEDULE_MEMBERS = {
  earliestOn: 'text',
  earliestDay: 'text',
  dueOn: 'text',
  dueDay: 'text',
  overdueOn: 'text',
  since: 'text',
  sincePlanned: 'text',
  daysPlanned: 'number',
  secondEarliestOn: 'text',
  secondDueOn: 'text',
  secondDueDay: 'text',
  secondLatestOn: 'text',
  secondOfferOn: 'text',
  secondOfferDay: 'text',
  actsUntil: 'text',
  actsUntilDay: 'text',
} as const;

export interface ScheduleContext {
  readonly today: ClinicalDate;
  readonly plannedOn: ClinicalDate;
  readonly limit: (name: string) => number;
}

/** The arithmetic of the regimen over the doses on record, oldest first. */
export function doseSchedule(
  definition: ExposureDefinition,
  doses: readonly DatedDose[],
  context: ScheduleContext,
): DoseSchedule {
  const previous = sincePrevious(definition, doses, context);
  const next = untilNext(definition, doses, context);
  const second = ofSecondHalf(definition, doses, context);
  return {
    countsFrom: previous.countsFrom,
    earliestOn: previous.earliestOn,
    earliestDay: previous.earliestDay,
    sincePlanned: previous.sincePlanned,
    daysPlanned: previous.daysPlanned,
    since: next.since,
    dueOn: next.dueOn,
    dueDay: next.dueDay,
    overdueOn: next.overdueOn,
    actsUntil: next.actsUntil,
    actsUntilDay: next.actsUntilDay,
    secondEarliestOn: second.secondEarliestOn,
    secondDueOn: second.secondDueOn,
    secondDueDay: second.secondDueDay,
    secondLatestOn: second.secondLatestOn,
    secondOfferOn: second.secondOfferOn,
    secondOfferDay: second.secondOfferDay,
  };
}

/** Whether the planned dose keeps its distance; the dose running now under the very order in hand is no earlier one. */
function sincePrevious(
  { interval }: ExposureDefinition,
  doses: readonly DatedDose[],
  { plannedOn, limit }: ScheduleContext,
): Partial<DoseSchedule> {
  const isThisOne = ({ isInProgress, on }: DatedDose): boolean =>
    isInProgress && Math.abs(daysBetween(on, plannedOn)) <= limit('sameDoseDays');
  const counts = countingDose(
    doses.filter((dose) => !isThisOne(dose)),
    limit,
  );
  if (!counts) return {};
  const earliestOn = later(counts.on, interval.least, limit);
  return {
    countsFrom: counts,
    earliestOn,
    earliestDay: showDay(earliestOn),
    sincePlanned: elapsed(counts.on, plannedOn),
    daysPlanned: daysBetween(counts.on, plannedOn),
  };
}

function untilNext(
  { interval, effect }: ExposureDefinition,
  doses: readonly DatedDose[],
  { today, limit }: ScheduleContext,
): Partial<DoseSchedule> {
  const counts = countingDose(doses, limit);
  const last = doses.at(-1);
  if (!counts || !last) return {};
  const dueOn = later(counts.on, interval.regular, limit);
  const actsUntil = later(last.on, effect, limit);
  return {
    since: elapsed(counts.on, today),
    dueOn,
    dueDay: showDay(dueOn),
    overdueOn: later(counts.on, interval.overdue, limit),
    actsUntil,
    actsUntilDay: showDay(actsUntil),
  };
}

function ofSecondHalf(
  { secondHalf }: ExposureDefinition,
  [first]: readonly DatedDose[],
  { today, limit }: ScheduleContext,
): Partial<DoseSchedule> {
  if (!first) return {};
  const secondDueOn = later(first.on, secondHalf.due, limit);
  return {
    secondEarliestOn: later(first.on, secondHalf.earliest, limit),
    secondDueOn,
    secondDueDay: showDay(secondDueOn),
    secondLatestOn: later(first.on, secondHalf.latest, limit),
    secondOfferOn: secondDueOn > today ? secondDueOn : today,
    secondOfferDay: showDay(secondDueOn > today ? secondDueOn : today),
  };
}
