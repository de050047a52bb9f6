import type { Dosage, Quantity } from 'fhir/r4.js';
import type { DoseSource } from '../facts/exposure-definition.js';
import { type ClinicalDate, isPartialDate, showDate } from './clinical-date.js';
import type { CodedResource } from './coded-resource.js';
import { dosagesOf, instructionDose, milligrams, milligramsInText } from './dosage.js';
import { type Drug, isDrug, type Product, productOf } from './drug-match.js';
import type { PatientRecord } from './patient-record.js';
import type { SiteCalendar } from './site-calendar.js';
import { sourceOf } from './source.js';

/** One dose of the drug on record. */
export interface RecordedDose {
  readonly on?: ClinicalDate;
  /** Where the record covers a stretch of time, or names no day, the first day of it. */
  readonly from?: ClinicalDate;
  /** What the record says instead of a day: "Oct 2025". */
  readonly month?: string;
  readonly mg?: number;
  readonly product?: string;
  /** Stopped before its end. */
  readonly wasInterrupted: boolean;
  /** Running now. */
  readonly isInProgress: boolean;
  readonly source: string;
}

export type DatedDose = RecordedDose & { readonly on: ClinicalDate };

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

export interface DoseRecord {
  readonly source: DoseSource;
  readonly coded: CodedResource;
  readonly resource: CodedResource['resource'];
  readonly status: string;
  readonly wasInterrupted: boolean;
}

/** The records that sources name: about the drug, or meant otherwise, and in a state that counts. */
export function recordsFrom(
  sources: readonly DoseSource[],
  context: DoseContext,
  isMeant: (coded: CodedResource) => boolean = (coded) => isDrug(context.drug, coded),
): readonly DoseRecord[] {
  const found: DoseRecord[] = [];
  for (const source of sources) {
    const { resource: type, statuses, interrupted } = source;
    for (const coded of context.record.ofType(type)) {
      if (!isMeant(coded)) continue;
      const { resource } = coded;
      const { status = '' } = resource as { status?: string };
      const wasInterrupted = interrupted?.includes(status) ?? false;
      if (wasInterrupted || statuses.includes(status))
        found.push({ source, coded, resource, status, wasInterrupted });
    }
  }
  return found;
}

/** What a record says of its dose: day, amount and product. */
export function doseOf(
  { coded, resource, status, wasInterrupted }: DoseRecord,
  context: DoseContext,
): RecordedDose {
  const named = productOf(context.drug, coded);
  const mg = doseIn(
    resource,
    named ?? context.drug.products.find((p) => p.product === context.drug.otherwise),
  );
  const product = named ?? context.drug.products.find((p) => p.doseMg !== undefined && p.doseMg === mg);
  const { on, from, month } = daysOf(resource, context.calendar);
  return {
    on,
    from,
    month,
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
export function daysOf(
  resource: CodedResource['resource'],
  calendar: SiteCalendar,
): Pick<RecordedDose, 'on' | 'from' | 'month'> {
  const elements = resource as unknown as Readonly<Record<string, unknown>>;
  for (const name of DATE_ELEMENTS) {
    const date = elements[name];
    const on = calendar.dayOf(date, 'last-day');
    if (on && isPartialDate(date))
      return { on, from: calendar.dayOf(date), month: monthIn(date, on, calendar) };
    if (on) return { on };
  }
  for (const name of PERIOD_ELEMENTS) {
    const period = elements[name] as { start?: string; end?: string } | undefined;
    const date = calendar.dayOf(period?.end) === undefined ? period?.start : period?.end;
    const on = calendar.dayOf(date, 'last-day');
    if (on) return { on, from: calendar.dayOf(period?.start), month: monthIn(date, on, calendar) };
  }
  return {};
}

/** What a date that names no day is told as; a month that began today can be no other day. */
function monthIn(date: unknown, on: ClinicalDate, calendar: SiteCalendar): string | undefined {
  const from = isPartialDate(date) ? calendar.dayOf(date) : undefined;
  return from === undefined || from === on ? undefined : showDate(from, on);
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
