import type { FetchFailure } from './prefetch-outcome.js';

/** How a physician reads why something could not be checked. */
export const FAILURE_WORDS: Readonly<Record<FetchFailure, string>> = {
  'not-sent': 'not sent by the EHR',
  'operation-outcome': 'the EHR reported an error',
  unreadable: 'the EHR sent something unreadable',
  'another-patient': 'the EHR sent records of another patient',
  unauthorized: 'the EHR refused access',
  forbidden: 'the EHR refused access',
  'not-found': 'not found at the EHR',
  'rate-limited': 'the EHR was too busy',
  'server-error': 'the EHR failed',
  timeout: 'the EHR did not answer in time',
  unreachable: 'the EHR could not be reached',
  'unregistered-server': 'not sent, and the EHR’s FHIR server is not registered here',
  redirected: 'the EHR redirected the request',
  'more-pages': 'only part of it was sent',
  'too-much': 'more results than can be read',
};
