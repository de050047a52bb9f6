import type { Dosage, Quantity } from 'fhir/r4.js';
import type { DoseSource, ExposureDefinition } from '../deck/fact-definitions.js';
import { type ClinicalDate, daysBetween, plusDays, type SiteCalendar } from './clinical-date.js';
import type { CodedResource } from './coded-resource.js';
import { dosagesOf, instructionDose, milligrams, milligramsInText } from './dosage.js';
import { type Drug, isDrug, type Product, productOf } from './drug-match.js';
import type { PatientRecord } from './patient-record.js';
import { sourceOf } from './source.js';

/** One dose of the drug on record. */
export interface RecordedDose {
  readonly on?: ClinicalDate;
  /** Where the record covers a stretch of time, the first day of it. */
  readonly from?: ClinicalDate;
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
  /** What a search is called: "given medications". */
  readonly recordsOf: (query: string) => string;
  /** Day of the next dose on order. */
  readonly plannedOn: ClinicalDate | undefined;
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

/**
 * Whether treatment is recorded as stopped since the last dose. An order that was stopped says so only if
 * it was written later: some EHRs close the order of a given dose as stopped.
 */
export function isStoppedSince(
  lastOn: ClinicalDate,
  sources: readonly DoseSource[],
  context: DoseContext,
): boolean {
  return recordsFrom(sources, context).some(({ resource }) => {
    const { authoredOn, dateAsserted } = resource as { authoredOn?: string; dateAsserted?: string };
    const written = context.calendar.dayOf(authoredOn);
    if (written !== undefined) return written > lastOn;
    const { on = context.calendar.dayOf(dateAsserted) } = daysOf(resource, context.calendar);
    return on !== undefined && on >= lastOn;
  });
}

function dosesFrom(sources: readonly DoseSource[], context: DoseContext): readonly RecordedDose[] {
  const latest = plusDays(context.calendar.today, 1);
  return recordsFrom(sources, context)
    .map((found) => ({ dose: doseOf(found, context), source: found.source }))
    .filter(({ dose: { on } }) => on === undefined || on <= latest)
    .filter(({ dose, source }) => !isForPlanned(dose, source, context))
    .map(({ dose }) => dose);
}

function isForPlanned(
  { on }: RecordedDose,
  { aheadOfPlanned: rule }: DoseSource,
  { plannedOn, limit }: DoseContext,
): boolean {
  if (!rule || on === undefined || plannedOn === undefined || on > plannedOn) return false;
  return daysBetween(on, plannedOn) < limit(rule.days);
}

interface DoseRecord {
  readonly source: DoseSource;
  readonly coded: CodedResource;
  readonly resource: CodedResource['resource'];
  readonly status: string;
  readonly wasInterrupted: boolean;
}

function recordsFrom(sources: readonly DoseSource[], context: DoseContext): readonly DoseRecord[] {
  const found: DoseRecord[] = [];
  for (const source of sources) {
    const { resource: type, statuses, interrupted } = source;
    for (const coded of context.record.ofType(type)) {
      if (!isDrug(context.drug, coded)) continue;
      const { resource } = coded;
      const { status = '' } = resource as { status?: string };
      const wasInterrupted = interrupted?.includes(status) ?? false;
      if (wasInterrupted || statuses.includes(status))
        found.push({ source, coded, resource, status, wasInterrupted });
    }
  }
  return found;
}

function doseOf({ coded, resource, status, wasInterrupted }: DoseRecord, context: DoseContext): RecordedDose {
  const named = productOf(context.drug, coded);
  const mg = doseIn(
    resource,
    named ?? context.drug.products.find((p) => p.product === context.drug.otherwise),
  );
  const product = named ?? context.drug.products.find((p) => p.doseMg !== undefined && p.doseMg === mg);
  const { on, from } = daysOf(resource, context.calendar);
  return {
    on,
    from,
    mg,
    product: product?.product,
    wasInterrupted,
    isInProgress: status === 'in-progress',
    source: sourceOf(resource),
  };
}

const DATE_ELEMENTS = [
  'effectiveDateTime',
  'performedDateTime',
  'whenHandedOver',
  'whenPrepared',
  'authoredOn',
];
const PERIOD_ELEMENTS = ['effectivePeriod', 'performedPeriod'];

/** "2025-10" is read as its last day: a dose of that month may be no older. */
function daysOf(
  resource: CodedResource['resource'],
  calendar: SiteCalendar,
): Pick<RecordedDose, 'on' | 'from'> {
  const elements = resource as unknown as Readonly<Record<string, unknown>>;
  for (const name of DATE_ELEMENTS) {
    const on = calendar.dayOf(elements[name], 'last-day');
    if (on) return { on };
  }
  for (const name of PERIOD_ELEMENTS) {
    const period = elements[name] as { start?: string; end?: string } | undefined;
    const from = calendar.dayOf(period?.start);
    const on = calendar.dayOf(period?.end, 'last-day') ?? calendar.dayOf(period?.start, 'last-day');
    if (on) return { on, from };
  }
  return {};
}

/** The dose as given (`dosage.dose`), or as a list of medications words it. */
function doseIn(resource: CodedResource['resource'], product: Product | undefined): number | undefined {
  const { dosage } = resource as { dosage?: { dose?: Quantity; text?: string } | readonly Dosage[] };
  if (typeof dosage !== 'object' || dosage === null) return undefined;
  if (!('dose' in dosage || 'text' in dosage)) {
    return dosagesOf(resource)
      .map((one) => instructionDose(one, product))
      .find((mg) => mg !== undefined);
  }
  return milligrams(dosage.dose, product) ?? milligramsInText(dosage.text);
}

function merge(doses: readonly RecordedDose[], days: number): readonly RecordedDose[] {
  const merged: RecordedDose[] = [];
  for (const dose of [...doses].sort(oldestFirst)) {
    const last = merged.at(-1);
    if (last?.on !== undefined && dose.on !== undefined && daysBetween(last.on, dose.on) <= days) {
      merged[merged.length - 1] = {
        on: last.on,
        from: last.from ?? dose.from,
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
