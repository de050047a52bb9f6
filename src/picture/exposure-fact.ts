import { CLOSE_IN_PLAN_MEMBERS, type CloseInPlan } from './close-in-plan.js';
import { CLOSE_TO_SIGNED_MEMBERS, type CloseToSigned } from './close-to-signed.js';
import { DOSE_MEMBERS, type DoseFact } from './dose-fact.js';
import { type DoseSchedule, SCHEDULE_MEMBERS } from './dose-schedule.js';
import type { Fact } from './fact.js';
import type { RecordedDose } from './recorded-dose.js';

/** Where the patient stands with the drug. */
export interface ExposureFact extends Fact, CloseInPlan, CloseToSigned, Omit<DoseSchedule, 'countsFrom'> {
  readonly isNaive: boolean;
  readonly isInitiating: boolean;
  readonly isMaintenance: boolean;
  readonly isOff: boolean;
  /** Treatment had ended or lapsed, and a dose is on order: a new start, to be prepared like the first. */
  readonly isRestarting: boolean;
  readonly isExposed: boolean;
  /** Being treated, or about to be: a signed order and no dose yet. Unknown where earlier doses could not be read. */
  readonly isUnderTreatment?: boolean;
  /** No dose on record, and every record could be read; unknown where one could not. */
  readonly isFirstDose?: boolean;
  /** Every record of doses could be read, or a dose was found. */
  readonly isCertain: boolean;
  /** Only because nobody can read which drug was given is it unknown whether it was this one. */
  readonly isDrugUnread: boolean;
  readonly doseCount: number;
  /** A dose is running now. */
  readonly isInProgress: boolean;
  /** The last dose is taken to act still; unknown where earlier doses could not be read. */
  readonly isActing?: boolean;
  /** No dose on record is known to be of the product that is planned. */
  readonly isFirstOfProduct: boolean;
  /** The next dose is overdue; unknown where no dose has a date. */
  readonly isOverdue?: boolean;
  /** The dose from which the interval to the next one counts. */
  readonly countsFrom?: DoseFact;
  readonly firstDose?: DoseFact;
  readonly lastDose?: DoseFact;
  readonly doses: readonly RecordedDose[];
}

export const EXPOSURE_MEMBERS = {
  isNaive: 'boolean',
  isInitiating: 'boolean',
  isMaintenance: 'boolean',
  isOff: 'boolean',
  isRestarting: 'boolean',
  isExposed: 'boolean',
  isUnderTreatment: 'boolean',
  isCertain: 'boolean',
  isDrugUnread: 'boolean',
  isFirstDose: 'boolean',
  doseCount: 'number',
  isInProgress: 'boolean',
  isActing: 'boolean',
  isFirstOfProduct: 'boolean',
  isOverdue: 'boolean',
  ...SCHEDULE_MEMBERS,
  ...CLOSE_IN_PLAN_MEMBERS,
  ...CLOSE_TO_SIGNED_MEMBERS,
  countsFrom: DOSE_MEMBERS,
  name: 'text',
  shown: 'text',
  firstDose: DOSE_MEMBERS,
  lastDose: DOSE_MEMBERS,
} as const;
