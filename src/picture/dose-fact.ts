import { type ClinicalDate, daysBetween, monthsBetween, showDay } from './clinical-date.js';
import type { DatedDose } from './recorded-dose.js';

/** What cards may ask of one dose given. */
export interface DoseFact {
  readonly on: ClinicalDate;
  readonly shown: string;
  readonly onDay: string;
  readonly ageDays: number;
  readonly ageMonths: number;
  readonly mg?: number;
  readonly product?: string;
  readonly wasInterrupted: boolean;
}

export const DOSE_MEMBERS = {
  on: 'text',
  onDay: 'text',
  shown: 'text',
  ageDays: 'number',
  ageMonths: 'number',
  mg: 'number',
  product: 'text',
  wasInterrupted: 'boolean',
} as const;

/** A dose in days, ages and words, seen from today. */
export function doseFact(dose: DatedDose, today: ClinicalDate): DoseFact {
  return {
    on: dose.on,
    onDay: showDay(dose.on),
    mg: dose.mg,
    product: dose.product,
    shown: `${dose.mg === undefined ? '' : `${dose.mg} mg on `}${showDay(dose.on)}`,
    ageDays: daysBetween(dose.on, today),
    ageMonths: monthsBetween(dose.on, today),
    wasInterrupted: dose.wasInterrupted,
  };
}
