import type { Card } from '../request/hook-response.js';
import type { EhrProfileName } from '../trust/ehr-registry-schema.js';
import { epic } from './epic.js';

/**
 * What one kind of EHR needs said differently. Cards are already in the form that all understand (one
 * action per suggestion, creates and deletes only, alphanumeric topics); a profile only translates. A
 * further one is a file beside `epic.ts` and a line here.
 */
export type EhrProfile = (card: Card) => Card;

const PROFILES: Readonly<Record<EhrProfileName, EhrProfile>> = {
  default: (card) => card,
  epic,
};

/** The translation that the registry names for an EHR. */
export function profileOf(name: EhrProfileName): EhrProfile {
  return PROFILES[name];
}
