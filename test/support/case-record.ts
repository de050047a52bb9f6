import type { Bundle, FhirResource } from 'fhir/r4.js';
import { allergyOf, conditionOf, labOf } from './case-findings.js';
import type { GivenLine, RecordLine } from './case-lines.js';
import { requestOf, serviceOf } from './case-orders.js';
import { dayOf, SYSTEMS, subject, UCUM } from './case-terms.js';

/** Somebody of 39 years; `null` leaves a member out. */
export function patient(
  who: {
    readonly sex?: string | null;
    readonly birthDate?: string | null;
    readonly deceased?: boolean | string;
  } = {},
): FhirResource {
  const { sex = 'female', birthDate = '1986-05-04', deceased } = who;
  return {
    resourceType: 'Patient',
    id: 'case',
    ...(sex && { gender: sex as 'female' }),
    ...(birthDate && { birthDate }),
    ...(typeof deceased === 'boolean' && { deceasedBoolean: deceased }),
    ...(typeof deceased === 'string' && { deceasedDateTime: deceased }),
  };
}

export function bundleOf(resources: readonly FhirResource[]): Bundle {
  return { resourceType: 'Bundle', type: 'collection', entry: resources.map((resource) => ({ resource })) };
}

/** The resource a line stands for. */
export function resourceOf(line: RecordLine, index: number, isDraft = false): FhirResource {
  const id = `r${index}`;
  if ('resource' in line) return line.resource;
  if ('lab' in line) return labOf(line, id);
  if ('condition' in line) return conditionOf(line, id);
  if ('given' in line) return givenOf(line, id);
  if ('allergy' in line) return allergyOf(line, id);
  if ('vaccine' in line) {
    return {
      resourceType: 'Immunization',
      id,
      status: (line.status ?? 'completed') as 'completed',
      vaccineCode: { coding: [{ system: 'http://hl7.org/fhir/sid/cvx', code: line.vaccine }] },
      patient: subject,
      occurrenceDateTime: dayOf(line),
    };
  }
  if ('stay' in line) {
    const [status, code] = ['finished' as const, line.stay];
    const system = 'http://terminology.hl7.org/CodeSystem/v3-ActCode';
    const period = { start: dayOf(line) };
    return { resourceType: 'Encounter', id: line.id, status, class: { system, code }, subject, period };
  }
  if ('report' in line) {
    return {
      resourceType: 'DiagnosticReport',
      id,
      status: (line.status ?? 'final') as 'final',
      code: { coding: [{ system: SYSTEMS.loinc ?? '', code: line.report }] },
      subject,
      effectiveDateTime: dayOf(line),
    };
  }
  if ('service' in line) return serviceOf(line, id, isDraft);
  return requestOf(line, id, isDraft);
}

function givenOf(line: GivenLine, id: string): FhirResource {
  return {
    resourceType: 'MedicationAdministration',
    id,
    status: (line.status ?? 'completed') as 'completed',
    medicationCodeableConcept: { coding: [{ system: SYSTEMS.rx ?? '', code: line.given }] },
    subject,
    effectiveDateTime: dayOf(line),
    ...(line.mg !== undefined && {
      dosage: { dose: { value: line.mg, unit: 'mg', system: UCUM, code: 'mg' } },
    }),
  };
}
