import type { Patient } from 'fhir/r4.js';
import { DateTime } from 'luxon';
import { FAILURE_WORDS } from '../gather/failure-words.js';
import type { SiteCalendar } from './clinical-date.js';
import type { Fact } from './fact.js';
import { gapIn } from './lab-context.js';
import type { PatientRecord } from './patient-record.js';

/** The patient as rules need to know them: age in completed years, administrative gender. */
export interface PatientFact extends Fact {
  readonly ageYears?: number;
  readonly sex?: string;
}

export const PATIENT_MEMBERS = { ageYears: 'number', sex: 'text', name: 'text' } as const;

export function patientFact(record: PatientRecord, query: string, calendar: SiteCalendar): PatientFact {
  const patient = record.all.find((r): r is Patient => r.resourceType === 'Patient');
  const name = 'age and sex';
  if (!patient) {
    const gap = gapIn(record, query);
    return { name, state: gap ? 'unavailable' : 'absent', ...(gap && { reason: FAILURE_WORDS[gap] }) };
  }
  const born = calendar.dayOf(patient.birthDate);
  const ageYears =
    born && Math.floor(DateTime.fromISO(calendar.today).diff(DateTime.fromISO(born), 'years').years);
  return {
    name,
    state: 'usable',
    ...(typeof ageYears === 'number' && { ageYears }),
    ...(typeof patient.gender === 'string' && { sex: patient.gender }),
  };
}
