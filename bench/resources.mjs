/**
 * What the resources of the benchmark's patient have in common: ids, meta, references and dates
 * as an EHR writes them. All of it follows from its arguments, so that a body is the same every time.
 */

export const PATIENT_ID = 'e63wRTbPfr1p8UW81d8Seiw3';

export const LOINC = 'http://loinc.org';
export const SNOMED = 'http://snomed.info/sct';
export const RXNORM = 'http://www.nlm.nih.gov/research/umls/rxnorm';
const UCUM = 'http://unitsofmeasure.org';
const TERMINOLOGY = 'http://terminology.hl7.org/CodeSystem';

const DAY_MS = 86_400_000;

export const PRACTITIONER = 'Practitioner/eM5CWtq15N0WJeuCet5bJlQ3';

export const patientReference = { reference: `Patient/${PATIENT_ID}` };
export const practitioner = { reference: PRACTITIONER };

/** Day `daysAgo` before `today` at a time of day, as an instant in UTC. */
export function instant(today, daysAgo, time = '08:15:00') {
  return `${new Date(today.getTime() - daysAgo * DAY_MS).toISOString().slice(0, 10)}T${time}Z`;
}

export function day(today, daysAgo) {
  return instant(today, daysAgo).slice(0, 10);
}

/** What every resource carries; `number` tells the resources of a type apart. */
export function resource(resourceType, number, lastUpdated) {
  return { resourceType, id: idOf(resourceType, number), meta: { versionId: '1', lastUpdated } };
}

function idOf(resourceType, number) {
  return `e${resourceType.replace(/[a-z]/g, '')}${String(number).padStart(6, '0')}Kq7fJ`;
}

export function encounter(number) {
  return { reference: `Encounter/${idOf('Encounter', number)}` };
}

export function concept(text, ...codings) {
  return {
    coding: codings.map(([system, code, display]) => ({ system, code, ...(display && { display }) })),
    text,
  };
}

/** A concept of one of HL7's own code systems, by the last part of its URL. */
export function term(system, code) {
  return { coding: [{ system: `${TERMINOLOGY}/${system}`, code }] };
}

export function quantity(value, code, unit = code) {
  return { value, unit, system: UCUM, code };
}
