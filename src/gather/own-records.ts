import type { Entries } from '../fhir/full-urls.js';
import { isAbout } from '../fhir/references.js';
import type { Gathered, PrefetchOutcome } from './prefetch-outcome.js';

/**
 * What was gathered, without the resources of anybody else (mixing patients is the one fault that no card
 * could repair). Strays among the patient's own are left out. Where all are somebody else's, another question
 * was answered than the one asked, and "none" is no answer to it: a merged chart, or an EHR that knows its
 * patient by two ids.
 */
export function ownRecords(gathered: Gathered, patientId: string): Gathered {
  const isOwn = isAbout(patientId, () => entriesIn(gathered));
  const changed: Record<string, PrefetchOutcome> = {};
  for (const key in gathered) {
    const outcome = gathered[key];
    if (!outcome || !('resources' in outcome) || outcome.resources.every(isOwn)) continue;
    const resources = outcome.resources.filter(isOwn);
    changed[key] =
      resources.length > 0 ? { ...outcome, resources } : { state: 'failed', failure: 'another-patient' };
  }
  return Object.keys(changed).length === 0 ? gathered : { ...gathered, ...changed };
}

/** Every list of entries that something gathered came in. */
export function entriesIn(gathered: Gathered): readonly Entries[] {
  const lists: Entries[] = [];
  for (const key in gathered) {
    const outcome = gathered[key];
    if (outcome && 'resources' in outcome && outcome.entries) lists.push(...outcome.entries);
  }
  return lists;
}
