import type { DoseSource, ExposureDefinition } from '../facts/exposure-definition.js';
import { type ClinicalDate, daysBetween, plusDays, plusMonths } from './clinical-date.js';
import { isHalfDose } from './half-dose.js';
import { type DoseContext, daysOf, type RecordedDose, recordsFrom } from './recorded-dose.js';

/** How far a treatment has come: before its first dose, within a split initial one, beyond it, or given up. */
export type TreatmentState = 'naive' | 'initiating' | 'maintenance' | 'off';

/**
 * An order for a dose that is still to come keeps a treatment from counting as given up; one that was merely never
 * closed does not: the patient would begin anew without the tests of a start.
 */
export function treatmentState(
  definition: ExposureDefinition,
  doses: readonly RecordedDose[],
  context: DoseContext,
  isOnOrderAfter: (day: ClinicalDate) => boolean,
): TreatmentState {
  const last = doses.at(-1);
  if (!last) return 'naive';
  const ended = last.on === undefined ? undefined : endedOn(last.on, definition.stopped, context);
  if (ended !== undefined && !isOnOrderAfter(ended)) return 'off';
  return isInitialDoseComplete(doses, context) ? 'maintenance' : 'initiating';
}

/** The day up to which orders belong to a treatment that is over: of its last dose, or the eve of its recorded end. */
function endedOn(
  lastOn: ClinicalDate,
  stopped: readonly DoseSource[],
  context: DoseContext,
): ClinicalDate | undefined {
  const stoppedOn = stoppedSince(lastOn, stopped, context);
  if (stoppedOn !== undefined) {
    const eve = plusDays(stoppedOn, -1);
    return eve > lastOn ? eve : lastOn;
  }
  const isLongAgo = plusMonths(lastOn, context.limit('offTreatmentMonths')) <= context.calendar.today;
  return isLongAgo ? lastOn : undefined;
}

function isInitialDoseComplete(doses: readonly RecordedDose[], context: DoseContext): boolean {
  const [only] = doses;
  if (doses.length !== 1 || !only) return true;
  const isSingleDoseProduct = context.drug.products.some(
    ({ product, doseMg }) => product === only.product && doseMg !== undefined,
  );
  if (isSingleDoseProduct) return true;
  const isSecondAwaited =
    only.on !== undefined &&
    daysBetween(only.on, context.calendar.today) <= context.limit('secondDoseLatestDays');
  return !isHalfDose(only, isSecondAwaited, context.limit);
}

/**
 * The last day on which treatment is recorded as stopped since the last dose. An order that was stopped says so only
 * if it was written later: some EHRs close the order of a given dose as stopped.
 */
function stoppedSince(
  lastOn: ClinicalDate,
  sources: readonly DoseSource[],
  context: DoseContext,
): ClinicalDate | undefined {
  let latest: ClinicalDate | undefined;
  for (const { resource } of recordsFrom(sources, context)) {
    const { authoredOn, dateAsserted } = resource as { authoredOn?: string; dateAsserted?: string };
    const written = context.calendar.dayOf(authoredOn);
    const on = written ?? daysOf(resource, context.calendar).on ?? context.calendar.dayOf(dateAsserted);
    const counts = on !== undefined && (written === undefined ? on >= lastOn : on > lastOn);
    if (counts && (latest === undefined || on > latest)) latest = on;
  }
  return latest;
}
