/** The one prefetch token of CDS Hooks 2.0 that templates use: every EHR fills it. */
export const PATIENT_ID_TOKEN = '{{context.patientId}}';

/** A template with its token filled, encoded: a patient id must not smuggle in a parameter. */
export function expandTemplate(template: string, patientId: string): string {
  return template.replaceAll(PATIENT_ID_TOKEN, () => encodeURIComponent(patientId));
}

/** The resource type that a prefetch template reads (`Patient/{{…}}`) or searches (`Observation?…`). */
export function resourceTypeOf(template: string): string {
  return template.split(/[/?]/, 1)[0] ?? '';
}
