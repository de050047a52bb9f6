import type { Observation } from 'fhir/r4.js';

/** Laboratory results `o0`, `o1` … of one patient, newest first, a day apart. */
export function observations(patientId: string, count: number): Observation[] {
  return Array.from({ length: count }, (_, day) => ({
    resourceType: 'Observation',
    id: `o${day}`,
    status: 'final',
    subject: { reference: `Patient/${patientId}` },
    code: { coding: [{ system: 'http://loinc.org', code: '2465-3' }] },
    effectiveDateTime: new Date(Date.UTC(2026, 10, 23 - day)).toISOString(),
    valueQuantity: { value: 7, unit: 'g/L', system: 'http://unitsofmeasure.org', code: 'g/L' },
  }));
}
