import type { Patient } from 'fhir/r4.js';
import { FAILURE_WORDS } from '../gather/failure-words.js';
import { type ClinicalDate, monthsBetween } from './clinical-date.js';
import type { Fact } from './fact.js';
import { gapIn } from './lab-context.js';
import type { PatientRecord } from './patient-record.js';
import type { SiteCalendar } from './site-calendar.js';
import { sourceOf } from './source.js';

/** The patient as rules need to know them: age in completed years, administrative gender. */
export interface PatientFact extends Fact {
  readonly ageYears?: number;
  readonly sex?: string;
  /** False where nothing is recorded of it; unknown where the patient could not be read. */
  readonly isDeceased?: boolean;
}

/** The R4 value set AdministrativeGender. */
const GENDERS: ReadonlySet<string> = new Set(['male', 'female', 'other', 'unknown']);

export const PATIENT_MEMBERS = {
  ageYears: 'number',
  sex: GENDERS,
  isDeceased: 'boolean',
  name: 'text',
  shown: 'text',
} as const;

/** A birth date without a day is read as the latest it can be: the younger the patient, the more is asked. */
export function patientFact(record: PatientRecord, query: string, calendar: SiteCalendar): PatientFact {
  const patient = record.all.find((r): r is Patient => r.resourceType === 'Patient');
  const name = 'age and sex';
  if (!patient) {
    const gap = gapIn(record, query);
    return {
      name,
      state: gap ? 'unavailable' : 'absent',
      ...(gap && { reason: FAILURE_WORDS[gap], failure: gap }),
    };
  }
  const ageYears = ageOn(calendar.today, calendar.dayOf(patient.birthDate, 'last-day'));
  const { gender: sex } = patient;
  const lacking = [
    ...(ageYears === undefined ? ['no usable birth date'] : []),
    ...(typeof sex === 'string' ? [] : ['no sex']),
  ];
  return {
    name,
    state: 'usable',
    ...(ageYears !== undefined && { ageYears, shown: `age ${ageYears}` }),
    ...(typeof sex === 'string' && { sex }),
    isDeceased: patient.deceasedBoolean === true || typeof patient.deceasedDateTime === 'string',
    ...(lacking.length > 0 && { reason: lacking.join(', ') }),
    source: sourceOf(patient),
  };
}

function ageOn(today: ClinicalDate, born: ClinicalDate | undefined): number | undefined {
  return born === undefined || born > today ? undefined : Math.floor(monthsBetween(born, today) / 12);
}
