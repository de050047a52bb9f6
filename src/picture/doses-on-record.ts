import type { DoseSource, ExposureDefinition } from '../facts/exposure-definition.js';
import { daysBetween, plusDays } from './clinical-date.js';
import {
  type DoseContext,
  type DoseRecord,
  doseOf,
  type RecordedDose,
  recordsFrom,
} from './recorded-dose.js';
import { isDrugUnread } from './unread-drug.js';

/**
 * The doses given, oldest first. One infusion often leaves several records (an administration, a
 * billed procedure, a dispense days before): those are one dose, or two first halves would be
 * counted where there was one.
 */
export function dosesOnRecord(definition: ExposureDefinition, context: DoseContext): readonly RecordedDose[] {
  const administered = merge(dosesFrom(definition.administered, context), context.limit('sameDoseDays'));
  const supplied = merge(dosesFrom(definition.supplied, context), context.limit('sameDoseDays')).filter(
    (dose) => !administered.some((given) => isSupplyFor(dose, given, context.limit('suppliedDoseDays'))),
  );
  return [...administered, ...supplied].sort(oldestFirst);
}

/**
 * A record of a drug that nobody can read, where it may be of a dose beyond those found: none was, or none as
 * late.
 */
export function unreadDose(
  { administered, supplied }: ExposureDefinition,
  doses: readonly RecordedDose[],
  context: DoseContext,
): DoseRecord | undefined {
  const last = doses.at(-1);
  const among = (sources: readonly DoseSource[], days: number): DoseRecord | undefined =>
    datedRecords(sources, context, isDrugUnread).find(
      ({ dose: { on } }) =>
        last === undefined || (last.on !== undefined && on !== undefined && daysBetween(last.on, on) > days),
    )?.found;
  return (
    among(administered, context.limit('sameDoseDays')) ?? among(supplied, context.limit('suppliedDoseDays'))
  );
}

function dosesFrom(sources: readonly DoseSource[], context: DoseContext): readonly RecordedDose[] {
  return datedRecords(sources, context).map(({ dose }) => dose);
}

/** Records of doses with what they say, but for those of a day to come and those for the dose on order. */
function datedRecords(
  sources: readonly DoseSource[],
  context: DoseContext,
  isMeant?: typeof isDrugUnread,
): readonly { readonly found: DoseRecord; readonly dose: RecordedDose }[] {
  const latest = plusDays(context.calendar.today, 1);
  return recordsFrom(sources, context, isMeant)
    .map((found) => ({ found, dose: doseOf(found, context) }))
    .filter(({ dose: { on } }) => on === undefined || on <= latest)
    .filter(({ dose, found }) => !isForPlanned(dose, found.source, context));
}

function isForPlanned(
  { on }: RecordedDose,
  { aheadOfPlanned: rule }: DoseSource,
  { plannedOn, limit }: DoseContext,
): boolean {
  if (!rule || on === undefined || plannedOn === undefined || on > plannedOn) return false;
  return daysBetween(on, plannedOn) < limit(rule.days);
}

function merge(doses: readonly RecordedDose[], days: number): readonly RecordedDose[] {
  const merged: RecordedDose[] = [];
  for (const dose of [...doses].sort(oldestFirst)) {
    const last = merged.at(-1);
    if (last?.on !== undefined && dose.on !== undefined && daysBetween(last.on, dose.on) <= days) {
      merged[merged.length - 1] = {
        on: last.on,
        from: last.from ?? dose.from,
        month: last.month,
        mg: last.mg ?? dose.mg,
        product: last.product ?? dose.product,
        source: last.source,
        wasInterrupted: last.wasInterrupted && dose.wasInterrupted,
        isInProgress: last.isInProgress || dose.isInProgress,
      };
    } else if (dose.on !== undefined || merged.length === 0) {
      merged.push(dose);
    }
  }
  // A dose without a date is, as far as anybody can tell, one of those that have one.
  return merged.length > 1 ? merged.filter(({ on }) => on !== undefined) : merged;
}

function isSupplyFor(supply: RecordedDose, given: RecordedDose, days: number): boolean {
  if (supply.on === undefined || given.on === undefined) return true;
  return daysBetween(given.on, supply.from ?? supply.on) <= days && daysBetween(supply.on, given.on) <= days;
}

function oldestFirst(a: RecordedDose, b: RecordedDose): number {
  return (a.on ?? '') < (b.on ?? '') ? -1 : (a.on ?? '') > (b.on ?? '') ? 1 : 0;
}
