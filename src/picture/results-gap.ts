import type { Observation } from 'fhir/r4.js';
import { codingsOf } from '../fhir/codeable-concept.js';
import type { Resource } from '../fhir/resource.js';
import { FAILURE_WORDS } from '../gather/failure-words.js';
import type { Fact } from './fact.js';
import { gapIn, type LabContext } from './lab-context.js';
import type { Terminology } from './terminology.js';

/** Why a result may be there that was not found. */
export type ResultsGap = Pick<Fact, 'failure' | 'records'> & { readonly reason: string };

/**
 * Why the results of a query cannot be trusted to be all there is, if they cannot: part of them is missing, or
 * all came under codes that nobody here knows. What a search by our codes finds is what it asked for, and
 * "never tested" would be false. Codes that are known to be of other tests tell that the search was not by code.
 */
export function resultsGap(query: string, context: LabContext): ResultsGap | undefined {
  const { record, recordsOf, terminology } = context;
  const failure = gapIn(record, query);
  if (failure !== undefined) return { failure, reason: FAILURE_WORDS[failure], records: recordsOf(query) };
  const outcome = record.outcome(query);
  if (!('resources' in outcome) || outcome.resources.length === 0) return undefined;
  const isUnrecognised = outcome.resources.every((resource) => !isRecognised(resource, terminology));
  return isUnrecognised
    ? { reason: 'sent with codes that are not recognised', records: recordsOf(query) }
    : undefined;
}

function isRecognised(resource: Resource, terminology: Terminology): boolean {
  if (resource.resourceType !== 'Observation') return false;
  return [resource, ...partsOf(resource.component), ...partsOf(resource.contained)].some(({ code }) =>
    codingsOf(code).some(
      (coding) => terminology.isKnownSystem(coding.system) || terminology.setsOf(coding).length > 0,
    ),
  );
}

function partsOf(parts: unknown): readonly Pick<Observation, 'code'>[] {
  return Array.isArray(parts) ? parts.filter((part) => typeof part === 'object' && part !== null) : [];
}
