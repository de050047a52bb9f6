import type { Quantity } from 'fhir/r4.js';
import type { DoseSource, ExposureDefinition } from '../deck/fact-definitions.js';
import { type ClinicalDate, daysBetween, plusDays, type SiteCalendar } from './clinical-date.js';
import type { CodedResource } from './coded-resource.js';
import { type Drug, isDrug, productOf } from './drug-match.js';
import type { PatientRecord } from './patient-record.js';
import { sourceOf } from './source.js';

/** One dose of the drug on record. */
export interface RecordedDose {
  readonly on?: ClinicalDate;
  readonly mg?: number;
  readonly product?: string;
  /** Stopped before its end. */
  readonly wasInterrupted: boolean;
  /** Running now. */
  readonly isInProgress: boolean;
  readonly source: string;
}

export interface DoseContext {
  readonly record: PatientRecord;
  readonly calendar: SiteCalendar;
  readonly drug: Drug;
  readonly limit: (name: string) => number;
}

/**
 * The doses given, oldest first. One infusion often leaves several records (an administration, a
 * billed procedure, a dispense days before): those are one dose, or two first halves would be
 * counted where there was one.
 */
export function recordedDoses(definition: ExposureDefinition, context: DoseContext): readonly RecordedDose[] {
  const administered = merge(dosesFrom(definition.administered, context), context.limit('sameDoseDays'));
  const supplied = merge(dosesFrom(definition.supplied, context), context.limit('sameDoseDays')).filter(
    (dose) => !administered.some((given) => isSupplyFor(dose, given, context.limit('suppliedDoseDays'))),
  );
  return [...administered, ...supplied].sort(oldestFirst);
}

/** Days on which treatment is recorded as stopped. */
export function recordedStops(sources: readonly DoseSource[], context: DoseContext): readonly RecordedDose[] {
  return dosesFrom(sources, context);
}

function dosesFrom(sources: readonly DoseSource[], context: DoseContext): readonly RecordedDose[] {
  const latest = plusDays(context.calendar.today, 1);
  return sources.flatMap((source) =>
    context.record
      .ofType(source.resource)
      .filter((coded) => isDrug(context.drug, coded))
      .flatMap((coded) => doseOf(coded, source, context))
      .filter(({ on }) => on === undefined || on <= latest),
  );
}

function doseOf(coded: CodedResource, source: DoseSource, context: DoseContext): readonly RecordedDose[] {
  const { status } = coded.resource as { status?: string };
  const wasInterrupted = source.interrupted?.includes(status ?? '') ?? false;
  if (!wasInterrupted && !source.statuses.includes(status ?? '')) return [];
  const on = dayOf(coded.resource as unknown as Readonly<Record<string, unknown>>, context.calendar);
  const mg = milligrams(coded.resource as { dosage?: { dose?: Quantity } });
  const product =
    productOf(context.drug, coded) ??
    context.drug.products.find((p) => p.doseMg !== undefined && p.doseMg === mg);
  return [
    {
      ...(on !== undefined && { on }),
      ...(mg !== undefined && { mg }),
      ...(product && { product: product.product }),
      wasInterrupted,
      isInProgress: status === 'in-progress',
      source: sourceOf(coded.resource),
    },
  ];
}

const DATE_ELEMENTS = [
  'effectiveDateTime',
  'performedDateTime',
  'whenHandedOver',
  'whenPrepared',
  'authoredOn',
];
const PERIOD_ELEMENTS = ['effectivePeriod', 'performedPeriod'];

function dayOf(
  elements: Readonly<Record<string, unknown>>,
  calendar: SiteCalendar,
): ClinicalDate | undefined {
  for (const name of DATE_ELEMENTS) {
    const day = calendar.dayOf(elements[name]);
    if (day) return day;
  }
  for (const name of PERIOD_ELEMENTS) {
    const period = elements[name] as { start?: string; end?: string } | undefined;
    const day = calendar.dayOf(period?.end) ?? calendar.dayOf(period?.start);
    if (day) return day;
  }
  return undefined;
}

function milligrams({ dosage }: { dosage?: { dose?: Quantity } }): number | undefined {
  const dose = dosage?.dose;
  if (typeof dose?.value !== 'number') return undefined;
  const unit = (dose.code ?? dose.unit ?? '').toLowerCase();
  return unit === 'mg' ? dose.value : unit === 'g' ? dose.value * 1000 : undefined;
}

function merge(doses: readonly RecordedDose[], days: number): readonly RecordedDose[] {
  const merged: RecordedDose[] = [];
  for (const dose of [...doses].sort(oldestFirst)) {
    const last = merged.at(-1);
    if (last?.on !== undefined && dose.on !== undefined && daysBetween(last.on, dose.on) <= days) {
      merged[merged.length - 1] = {
        ...dose,
        ...last,
        wasInterrupted: last.wasInterrupted && dose.wasInterrupted,
        isInProgress: last.isInProgress || dose.isInProgress,
      };
    } else if (dose.on !== undefined || merged.length === 0) {
      merged.push(dose);
    }
  }
  return merged;
}

function isSupplyFor(supply: RecordedDose, given: RecordedDose, days: number): boolean {
  if (supply.on === undefined || given.on === undefined) return true;
  return Math.abs(daysBetween(supply.on, given.on)) <= days;
}

function oldestFirst(a: RecordedDose, b: RecordedDose): number {
  return (a.on ?? '') < (b.on ?? '') ? -1 : (a.on ?? '') > (b.on ?? '') ? 1 : 0;
}
