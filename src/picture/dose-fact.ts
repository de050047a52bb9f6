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
  /** The record names a month or a year only: it is reckoned from the latest day it may have been. */
  readonly isDayKnown: boolean;
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
  isDayKnown: 'boolean',
} as const;

/** A dose in days, ages and words, seen from today. */
export function doseFact(dose: DatedDose, today: ClinicalDate): DoseFact {
  const onDay = dose.month ?? showDay(dose.on);
  const mg = dose.mg === undefined ? '' : `${dose.mg} mg ${dose.month === undefined ? 'on' : 'in'} `;
  return {
    on: dose.on,
    onDay,
    mg: dose.mg,
    product: dose.product,
    shown: `${mg}${onDay}`,
    ageDays: daysBetween(dose.on, today),
    ageMonths: monthsBetween(dose.on, today),
    wasInterrupted: dose.wasInterrupted,
    isDayKnown: dose.month === undefined,
  };
}
