import type { Entries } from '../fhir/full-urls.js';
import type { Resource } from '../fhir/resource.js';

/**
 * Why a prefetch key gave nothing, or not all. A closed union: each is shown to
 * physicians in words and counted in metrics, so a new one is a decision.
 */
export type FetchFailure =
  | 'not-sent' // the EHR left the key out and lent no FHIR access
  | 'operation-outcome' // the EHR or its FHIR server answered with an error
  | 'unreadable' // HTML, a string, truncated JSON, a resource of another type
  | 'another-patient' // all of it is about somebody else
  | 'unauthorized' // 401
  | 'forbidden' // 403
  | 'not-found' // 404, 410
  | 'rate-limited' // 429 and no time left to wait
  | 'server-error' // 5xx
  | 'timeout' // the time budget ran out
  | 'unreachable' // no connection
  | 'unregistered-server' // the FHIR server named in the call is none of this EHR's: never contacted
  | 'redirected' // refused: a redirect would carry the token elsewhere
  | 'more-pages' // a next page exists and was not fetched
  | 'too-much'; // a cap on pages, resources or bytes was reached

/**
 * What is known of one prefetch key. "Known empty" is a fact (the search ran and
 * found nothing); "failed", "incomplete" and "absent" are not, and must never be
 * read as "none" (CDS Hooks 2.0 prefetch; design principle "known empty is not unknown").
 */
export type PrefetchOutcome =
  | ({ readonly state: 'supplied' } & Supply)
  | { readonly state: 'known-empty' }
  | ({ readonly state: 'incomplete'; readonly failure: FetchFailure } & Supply)
  | { readonly state: 'failed'; readonly failure: FetchFailure }
  | { readonly state: 'absent'; readonly failure: 'not-sent' };

export interface Supply {
  readonly resources: readonly Resource[];
  /** The entries they came in, page by page, where these give an address. */
  readonly entries?: readonly Entries[];
}

/**
 * Where the Medications stand that orders on the screen only refer to, and those that the record does, read
 * from the EHR's FHIR server; no prefetch key of ours has these names.
 */
export const REFERRED_MEDICATIONS = 'referredMedications';
export const RECORDED_MEDICATIONS = 'recordedMedications';

/** Every key a service asks for, with its outcome. */
export type Gathered = Readonly<Record<string, PrefetchOutcome>>;
