import type { FetchFailure } from '../gather/prefetch-outcome.js';

/** What an operator, or the EHR team, can do about a query that brought nothing, or not all. */
export const FAILURE_MENDS: Readonly<Record<FetchFailure, string>> = {
  'not-sent': 'have the EHR send it as prefetch',
  'operation-outcome': 'the server refuses this query: have the EHR send it as prefetch',
  unreadable: 'the answer is no FHIR JSON: check the base in fhirBases, and what stands in front of it',
  'another-patient':
    'its searches by patient find other patients too, or it knows the patient by another id: ask its maintainers',
  unauthorized: 'take a fresh token; if it is fresh, the EHR team must let its client read here',
  forbidden: 'ask the EHR team for the scope to read this type, or have it sent as prefetch',
  'not-found': 'check the patient id; else the server lacks this type: have it sent as prefetch',
  'rate-limited':
    'ask the EHR team to raise the limit for the service: it sends all queries of a call at once',
  'server-error': 'the EHR team finds the reason in its log',
  timeout: 'have it sent as prefetch, or raise FHIR_BUDGET_MS as far as physicians will wait',
  unreachable: 'open the way from this host to the server, in firewalls and proxies',
  'unregistered-server': 'add the base to fhirBases in the registry',
  redirected: 'register the base that it leads to',
  'more-pages': 'its next link leaves the base: register the base it leads to, or have it sent as prefetch',
  'too-much': 'take another test patient; if all are like this, have it sent as prefetch',
};
