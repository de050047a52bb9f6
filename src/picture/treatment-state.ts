import type { DoseSource, ExposureDefinition } from '../facts/exposure-definition.js';
import { type ClinicalDate, daysBetween, plusMonths } from './clinical-date.js';
import { isHalfDose } from './half-dose.js';
import { type DoseContext, daysOf, type RecordedDose, recordsFrom } from './recorded-dose.js';

/** How far a treatment has come: before its first dose, within a split initial one, beyond it, or given up. */
export type TreatmentState = 'naive' | 'initiating' | 'maintenance' | 'off';

/** An order that is still open keeps a treatment from counting as given up. */
export function treatmentState(
  definition: ExposureDefinition,
  doses: readonly RecordedDose[],
  context: DoseContext,
  hasActiveOrder: boolean,
): TreatmentState {
  const last = doses.at(-1);
  if (!last) return 'naive';
  const { today } = context.calendar;
  if (!hasActiveOrder && last.on !== undefined) {
    const isLongAgo = plusMonths(last.on, context.limit('offTreatmentMonths')) <= today;
    if (isLongAgo || isStoppedSince(last.on, definition.stopped, context)) return 'off';
  }
  return isInitialDoseComplete(doses, context) ? 'maintenance' : 'initiating';
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
 * Whether treatment is recorded as stopped since the last dose. An order that was stopped says so only if
 * it was written later: some EHRs close the order of a given dose as stopped.
 */
function isStoppedSince(lastOn: ClinicalDate, sources: readonly DoseSource[], context: DoseContext): boolean {
  return recordsFrom(sources, context).some(({ resource }) => {
    const { authoredOn, dateAsserted } = resource as { authoredOn?: string; dateAsserted?: string };
    const written = context.calendar.dayOf(authoredOn);
    if (written !== undefined) return written > lastOn;
    const { on = context.calendar.dayOf(dateAsserted) } = daysOf(resource, context.calendar);
    return on !== undefined && on >= lastOn;
  });
}
