import type { Reference } from 'fhir/r4.js';
import { medicationLookup, typeAndId } from '../picture/references.js';
import { draftsOf } from '../picture/session-drafts.js';
import type { HookRequest, Resource } from '../request/hook-request.js';
import type { Gathered } from './prefetch-outcome.js';

/**
 * `Medication/x` references of the orders on the screen that lead to nothing sent: before 2024 Epic left
 * the Medications out, and a reference without its drug could be anything, ocrelizumab among it. They are
 * given as the order has them: `https://elsewhere/Medication/x` is not the `Medication/x` of this EHR.
 */
export function unresolvedMedications(request: HookRequest, sent: Gathered): readonly string[] {
  const drafts = draftsOf(request);
  const referring = drafts.filter((order) => medicationIn(order) !== undefined);
  if (referring.length === 0) return [];
  const supplied = Object.values(sent).flatMap((outcome): readonly Resource[] =>
    outcome.state === 'supplied' || outcome.state === 'incomplete' ? outcome.resources : [],
  );
  const lookup = medicationLookup([...drafts, ...supplied]);
  const references = referring.flatMap((order) => {
    const reference = medicationIn(order);
    const target = reference?.reference;
    if (target === undefined || !typeAndId(target)?.startsWith('Medication/')) return [];
    return lookup(order, reference) ? [] : [target];
  });
  return [...new Set(references)];
}

function medicationIn(order: Resource): Reference | undefined {
  return (order as { medicationReference?: Reference }).medicationReference;
}
