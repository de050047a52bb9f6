import type { Reference } from 'fhir/r4.js';
import type { HookRequest } from '../request/hook-request.js';

/** What all orders offered in one call have in common, from the context of the call. */
export interface OrderOrigin {
  readonly subject: Reference;
  readonly encounter?: Reference;
  readonly requester?: Reference;
  /** The instant of the call. */
  readonly authoredOn: string;
  /** The order that gave rise to the offer. */
  readonly reason?: Reference;
}

const MAY_REQUEST = /^(Practitioner|PractitionerRole|Organization|Patient|RelatedPerson)\/[^/]+$/;

/** `order` is the order of the drug, as `MedicationRequest/x`, where it has an id. */
export function orderOrigin(
  { context: { patientId, userId, encounterId } }: Pick<HookRequest, 'context'>,
  authoredOn: string,
  order: string | undefined,
): OrderOrigin {
  return {
    subject: { reference: `Patient/${patientId}` },
    encounter: encounterId ? { reference: `Encounter/${encounterId}` } : undefined,
    requester: MAY_REQUEST.test(userId) ? { reference: userId } : undefined,
    authoredOn,
    reason: order?.includes('/') ? { reference: order } : undefined,
  };
}
