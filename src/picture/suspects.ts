import type { AdverseEvent, CodeableConcept } from 'fhir/r4.js';
import { codingsOf, wordsOf } from '../fhir/codeable-concept.js';
import { type DrugReading, referredDrug } from './referred-drug.js';

/**
 * What an adverse event is blamed on is a reference: read the drug behind it, or its display; where nothing
 * is blamed, the event may name the drug itself ("anaphylaxis to …").
 */
export function suspectsOf(resource: AdverseEvent, reading: DrugReading): readonly CodeableConcept[] {
  const { event } = resource;
  return [
    ...blamedBy(resource).flatMap((s) => (s?.instance ? referredDrug(resource, s.instance, reading) : [])),
    ...(event ? [event] : []),
  ];
}

/** What the types of reference that cannot be a drug begin with. */
const NO_DRUG = /(^|\/)(Immunization|Device)\//;

/** A reference that leads nowhere, or to a code of the pharmacy alone, tells as little as no suspect at all. */
export function hasUnreadSuspect(resource: AdverseEvent, reading: DrugReading): boolean {
  return blamedBy(resource).some((suspect) => {
    const instance = suspect?.instance;
    if (!instance) return true;
    if (typeof instance.reference === 'string' && NO_DRUG.test(instance.reference)) return false;
    const isRead = (concept: CodeableConcept): boolean =>
      wordsOf(concept).length > 0 ||
      codingsOf(concept).some(({ system }) => reading.terminology.isKnownSystem(system));
    return !referredDrug(resource, instance, reading).some(isRead);
  });
}

function blamedBy({ suspectEntity }: AdverseEvent): NonNullable<AdverseEvent['suspectEntity']> {
  return Array.isArray(suspectEntity) ? suspectEntity : [];
}
