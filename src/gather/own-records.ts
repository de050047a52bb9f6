import { isAbout } from '../picture/references.js';
import type { Resource } from '../request/hook-request.js';
import type { Gathered, PrefetchOutcome } from './prefetch-outcome.js';

/**
 * What was gathered, without the resources of anybody else (mixing patients is the one fault that no card
 * could repair). Where some came, the answer was to another question: what is left of it is not all, and no
 * proof of "none" (a merged chart, or an EHR that knows its patient by two ids).
 */
export function ownRecords(gathered: Gathered, patientId: string): Gathered {
  const isOwn = isAbout(patientId);
  const changed: Record<string, PrefetchOutcome> = {};
  for (const key in gathered) {
    const outcome = gathered[key];
    if (!outcome || !('resources' in outcome) || outcome.resources.every(isOwn)) continue;
    changed[key] = partOf(outcome, outcome.resources.filter(isOwn));
  }
  return Object.keys(changed).length === 0 ? gathered : { ...gathered, ...changed };
}

function partOf(outcome: PrefetchOutcome, resources: readonly Resource[]): PrefetchOutcome {
  const failure = outcome.state === 'incomplete' ? outcome.failure : 'another-patient';
  return resources.length > 0
    ? { state: 'incomplete', resources, failure }
    : { state: 'failed', failure: 'another-patient' };
}
