import type { CodeableConcept, Reference } from 'fhir/r4.js';
import { FAILURE_WORDS } from '../gather/failure-words.js';
import type { FetchFailure } from '../gather/prefetch-outcome.js';
import { codingsOf } from './codeable-concept.js';
import type { CodedResource } from './coded-resource.js';

/**
 * Whether a record names a drug and nobody can read which: by a reference that leads nowhere, or by a code that
 * only its pharmacy knows, without a word beside it. It may be any drug; one that names none is of none.
 */
export function isDrugUnread(coded: CodedResource): boolean {
  if (coded.hasKnownCode || coded.sets.length > 0 || coded.words.length > 0) return false;
  const { medicationReference: reference, medicationCodeableConcept: concept } = coded.resource as {
    medicationReference?: Reference;
    medicationCodeableConcept?: CodeableConcept;
  };
  return (
    typeof reference?.reference === 'string' ||
    typeof reference?.identifier?.value === 'string' ||
    codingsOf(concept).some(({ code }) => typeof code === 'string')
  );
}

/** Why nobody can: it was not to be had, or what was had names none. */
export function unreadReason(failure: FetchFailure | undefined): string {
  return failure === undefined ? 'the EHR names no drug' : FAILURE_WORDS[failure];
}
