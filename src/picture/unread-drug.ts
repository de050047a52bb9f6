import type { CodeableConcept, Reference } from 'fhir/r4.js';
import { codingsOf } from '../fhir/codeable-concept.js';
import { FAILURE_WORDS } from '../gather/failure-words.js';
import type { FetchFailure } from '../gather/prefetch-outcome.js';
import type { CodedResource } from './coded-resource.js';
import type { Fact } from './fact.js';

/**
 * Whether a record names a drug and nobody can read which: by a reference that leads nowhere, or by a code that
 * only its pharmacy knows, without a word beside it. It may be any drug; one that names none is of none.
 */
export function isDrugUnread(coded: CodedResource): boolean {
  if (coded.hasKnownCode || coded.sets.length > 0 || coded.words.length > 0) return false;
  const { medicationReference: reference, medicationCodeableConcept: concept } = coded.resource as Medicated;
  return (
    typeof reference?.reference === 'string' ||
    typeof reference?.identifier?.value === 'string' ||
    codingsOf(concept).some(({ code }) => typeof code === 'string')
  );
}

interface Medicated {
  readonly medicationReference?: Reference;
  readonly medicationCodeableConcept?: CodeableConcept;
}

/** Why a drug is unread. */
export type DrugGap = Pick<Fact, 'failure'> & { readonly reason: string };

/** What it refers to was not to be had, for this reason, or names no drug; or it refers to nothing. */
export function drugGap({ resource }: CodedResource, failure: FetchFailure | undefined): DrugGap {
  const { medicationReference } = resource as Medicated;
  if (typeof medicationReference?.reference !== 'string')
    return { reason: 'named only by a code that is not recognised' };
  return failure === undefined
    ? { reason: 'the EHR names no drug' }
    : { failure, reason: FAILURE_WORDS[failure] };
}
