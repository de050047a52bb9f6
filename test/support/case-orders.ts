import type { FhirResource } from 'fhir/r4.js';
import { plusDays } from '../../src/picture/clinical-date.js';
import type { RequestLine, ServiceLine } from './case-lines.js';
import { dayOf, SYSTEMS, subject, TODAY } from './case-terms.js';

export function requestOf(line: RequestLine, id: string, isDraft: boolean): FhirResource {
  const written = line.daysAgo !== undefined || line.monthsAgo !== undefined || line.on !== undefined;
  const dosage = {
    ...(line.instruction && { text: line.instruction }),
    ...(line.plannedInDays !== undefined && { timing: { event: [plusDays(TODAY, line.plannedInDays)] } }),
    ...(line.route && {
      route: /^\d+$/.test(line.route)
        ? { coding: [{ system: SYSTEMS.sct ?? '', code: line.route }] }
        : { text: line.route },
    }),
    ...(line.mg !== undefined && {
      doseAndRate: [{ doseQuantity: { value: line.mg, unit: line.doseUnit ?? 'mg' } }],
    }),
  };
  return {
    resourceType: 'MedicationRequest',
    id,
    status: (line.status ?? (isDraft ? 'draft' : 'active')) as 'draft',
    intent: 'order',
    ...(line.doNotPerform && { doNotPerform: true }),
    medicationCodeableConcept: {
      ...(line.rx && { coding: [{ system: SYSTEMS.rx ?? '', code: line.rx }] }),
      ...(line.drug && { text: line.drug }),
    },
    subject,
    ...(written && { authoredOn: dayOf(line) }),
    ...(Object.keys(dosage).length > 0 && { dosageInstruction: [dosage] }),
  };
}

export function serviceOf(line: ServiceLine, id: string, isDraft: boolean): FhirResource {
  const written = line.daysAgo !== undefined || line.monthsAgo !== undefined || line.on !== undefined;
  return {
    resourceType: 'ServiceRequest',
    id,
    status: (line.status ?? (isDraft ? 'draft' : 'active')) as 'draft',
    intent: 'order',
    code: { coding: [{ system: SYSTEMS[line.system ?? 'loinc'] ?? line.system ?? '', code: line.service }] },
    subject,
    ...(written && { authoredOn: dayOf(line) }),
    ...(line.quantity !== undefined && { quantityQuantity: { value: line.quantity } }),
  };
}
