import type { Reference } from 'fhir/r4.js';
import { type MedicationLookup, medicationLookup, typeAndId } from '../fhir/references.js';
import type { Resource } from '../fhir/resource.js';
import type { HookRequest } from '../request/hook-request.js';
import { draftEntries, draftsOf } from '../request/session-drafts.js';
import { entriesIn } from './own-records.js';
import type { Gathered } from './prefetch-outcome.js';

/**
 * `Medication/x` references of the orders on the screen that lead to nothing sent: before 2024 Epic left
 * the Medications out, and a reference without its drug could be anything, ocrelizumab among it. They are
 * given as the order has them: `https://elsewhere/Medication/x` is not the `Medication/x` of this EHR.
 */
export function unresolvedMedications(request: HookRequest, sent: Gathered): readonly string[] {
  const drafts = draftsOf(request);
  const referring = drafts.filter((order) => medicationIn(order) !== undefined);
  if (referring.length === 0) return NONE;
  return leadingNowhere(
    referring,
    medicationLookup([...drafts, ...resourcesIn(sent)], [...draftEntries(request), ...entriesIn(sent)]),
  );
}

/**
 * The same of doses, lists and orders on record, the newest first, for there is an end to what is read. A
 * display beside the reference names the drug: then there is nothing to read.
 */
export function recordedMedications(known: Gathered): readonly string[] {
  const records = resourcesIn(known);
  const referring = records.filter((record) => {
    const reference = medicationIn(record);
    return typeof reference?.reference === 'string' && !reference.display;
  });
  if (referring.length === 0) return NONE;
  return leadingNowhere(
    referring.sort((a, b) => (dateOf(a) < dateOf(b) ? 1 : -1)),
    medicationLookup(records, entriesIn(known)),
  );
}

const NONE: readonly string[] = [];

function leadingNowhere(referring: readonly Resource[], lookup: MedicationLookup): readonly string[] {
  const references = referring.flatMap((order) => {
    const reference = medicationIn(order);
    const target = reference?.reference;
    if (target === undefined || !typeAndId(target)?.startsWith('Medication/')) return [];
    return lookup(order, reference) ? [] : [target];
  });
  return [...new Set(references)];
}

function resourcesIn(gathered: Gathered): Resource[] {
  return Object.values(gathered).flatMap((outcome): readonly Resource[] =>
    'resources' in outcome ? outcome.resources : [],
  );
}

function medicationIn(order: Resource): Reference | undefined {
  return (order as { medicationReference?: Reference }).medicationReference;
}

/** As it is written: to put the newest first, no calendar is needed. */
function dateOf(record: Resource): string {
  const { effectiveDateTime, effectivePeriod, whenHandedOver, authoredOn } = record as {
    readonly effectiveDateTime?: unknown;
    readonly effectivePeriod?: { readonly start?: unknown };
    readonly whenHandedOver?: unknown;
    readonly authoredOn?: unknown;
  };
  const dates = [effectiveDateTime, effectivePeriod?.start, whenHandedOver, authoredOn];
  return dates.find((date) => typeof date === 'string') ?? '';
}
