import type { ExposureDefinition } from '../facts/exposure-definition.js';
import { daysBetween, showDay } from './clinical-date.js';
import { countingDose, isSplit } from './half-dose.js';
import type { DoseToCome } from './planned-doses.js';
import { later } from './span.js';

/** Whether two of the planned doses lie too close to each other: the days between them, and both days. */
export interface CloseInPlan {
  readonly isPlanTooClose: boolean;
  readonly planGapDays?: number;
  readonly planFromDay?: string;
  readonly planCloseDay?: string;
}

export const CLOSE_IN_PLAN_MEMBERS = {
  isPlanTooClose: 'boolean',
  planGapDays: 'number',
  planFromDay: 'text',
  planCloseDay: 'text',
} as const;

/** Each planned dose seen from those before it, as if they had been given: a split initial dose is one of them. */
export function closeInPlan(
  { interval }: ExposureDefinition,
  given: readonly DoseToCome[],
  planned: readonly DoseToCome[],
  limit: (name: string) => number,
): CloseInPlan {
  for (const [index, dose] of planned.entries()) {
    const previous = planned[index - 1];
    const before: readonly DoseToCome[] = [...given, ...planned.slice(0, index)];
    const counts = countingDose(before, limit);
    if (!previous || !counts || isSplit(previous, dose, before.length === 1, limit)) continue;
    if (dose.on < later(counts.on, interval.least, limit)) {
      return {
        isPlanTooClose: true,
        planGapDays: daysBetween(previous.on, dose.on),
        planFromDay: showDay(previous.on),
        planCloseDay: showDay(dose.on),
      };
    }
  }
  return { isPlanTooClose: false };
}
