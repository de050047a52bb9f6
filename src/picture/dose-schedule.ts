import type { ExposureDefinition } from '../deck/fact-definitions.js';
import { type ClinicalDate, daysBetween, elapsed, showDay } from './clinical-date.js';
import { later } from './lab-context.js';
import type { RecordedDose } from './recorded-dose.js';

export type DatedDose = RecordedDose & { readonly on: ClinicalDate };

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
  readonly secondDueOn?: ClinicalDate;
  readonly secondDueDay?: string;
  /** The same, but not in the past: a day to order it for. */
  readonly secondOfferOn?: ClinicalDate;
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
  secondDueOn: 'text',
  secondDueDay: 'text',
  secondOfferOn: 'text',
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
  { interval, secondHalf, effect }: ExposureDefinition,
  doses: readonly DatedDose[],
  { today, plannedOn, limit }: ScheduleContext,
): DoseSchedule {
  const [first, last] = [doses[0], doses.at(-1)];
  const counts = countingDose(doses, plannedOn, limit);
  if (!first || !last || !counts) return {};
  const earliestOn = later(counts.on, interval.least, limit);
  const dueOn = later(counts.on, interval.regular, limit);
  const secondDueOn = later(first.on, secondHalf, limit);
  const actsUntil = later(last.on, effect, limit);
  return {
    countsFrom: counts,
    earliestOn,
    earliestDay: showDay(earliestOn),
    dueOn,
    dueDay: showDay(dueOn),
    overdueOn: later(counts.on, interval.overdue, limit),
    since: elapsed(counts.on, today),
    sincePlanned: elapsed(counts.on, plannedOn),
    daysPlanned: daysBetween(counts.on, plannedOn),
    secondDueOn,
    secondDueDay: showDay(secondDueOn),
    secondOfferOn: secondDueOn > today ? secondDueOn : today,
    actsUntil,
    actsUntilDay: showDay(actsUntil),
  };
}

/**
 * The last dose, but not the second half of a split initial dose, and not the one that is running now
 * under the very order in hand.
 */
function countingDose(
  doses: readonly DatedDose[],
  plannedOn: ClinicalDate,
  limit: ScheduleContext['limit'],
): DatedDose | undefined {
  const isThisOne = (dose: DatedDose): boolean =>
    dose.isInProgress && Math.abs(daysBetween(dose.on, plannedOn)) <= limit('sameDoseDays');
  const given = doses.filter((dose) => !isThisOne(dose));
  const [last, before] = [given.at(-1), given.at(-2)];
  return last && before && isSplit(before, last, given.length === 2, limit) ? before : last;
}

/** Two halves are known by their dose; where that is not recorded, only the first two doses can be halves. */
function isSplit(
  first: DatedDose,
  second: DatedDose,
  areFirstTwo: boolean,
  limit: ScheduleContext['limit'],
): boolean {
  const half = limit('initialDoseMg');
  const isHalf = ({ mg }: DatedDose): boolean => (mg === undefined ? areFirstTwo : mg <= half);
  const isClose = daysBetween(first.on, second.on) <= limit('secondDoseLatestDays');
  return isClose && isHalf(first) && isHalf(second);
}
