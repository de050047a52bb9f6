import { plusDays, plusMonths } from '../../src/picture/clinical-date.js';
import type { When } from './case-lines.js';

/** The day all cases are told on. */
export const TODAY = '2026-03-02';

/** The code systems by the names they have in a case. */
export const SYSTEMS: Readonly<Record<string, string>> = {
  sct: 'http://snomed.info/sct',
  icd: 'http://hl7.org/fhir/sid/icd-10-cm',
  loinc: 'http://loinc.org',
  rx: 'http://www.nlm.nih.gov/research/umls/rxnorm',
  hcpcs: 'http://www.cms.gov/Medicare/Coding/HCPCSReleaseCodeSets',
};
export const UCUM = 'http://unitsofmeasure.org';

/** The patient all lines of a record are about. */
export const SUBJECT = 'Patient/case';
export const subject = { reference: SUBJECT };

/** The day a line tells of. */
export function dayOf({ on, daysAgo, monthsAgo }: When): string {
  if (on !== undefined) return on;
  if (monthsAgo !== undefined) return plusDays(plusMonths(TODAY, -monthsAgo), -(daysAgo ?? 0));
  return plusDays(TODAY, -(daysAgo ?? 0));
}
