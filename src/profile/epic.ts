import type { Coding, FhirResource } from 'fhir/r4.js';
import type { Action, Card, Suggestion } from '../request/hook-response.js';

/** Names under which Epic knows code systems in the orders it is offered (Epic's CDS Hooks tutorial). */
const OIDS: Readonly<Record<string, string>> = {
  'http://www.nlm.nih.gov/research/umls/rxnorm': 'urn:oid:2.16.840.1.113883.6.88',
  'http://hl7.org/fhir/sid/ndc': 'urn:oid:2.16.840.1.113883.6.69',
};

/**
 * Epic shows the action's description, not the label, ignores dose and frequency of an offered order
 * (they come from the hospital's own build), and knows `selectionBehavior: any` only. So everything
 * that matters is in the description, and the site overlay adds the preference-list code it acts on.
 */
export function epic(card: Card): Card {
  if (!card.suggestions) return card;
  return { ...card, selectionBehavior: 'any', suggestions: card.suggestions.map(translated) };
}

function translated(suggestion: Suggestion): Suggestion {
  const [action] = suggestion.actions;
  return { ...suggestion, actions: [translatedAction(action)] };
}

function translatedAction(action: Action): Action {
  return action.type === 'create' ? { ...action, resource: withOids(action.resource) } : action;
}

function withOids(resource: FhirResource): FhirResource {
  if (resource.resourceType !== 'MedicationRequest' || !resource.medicationCodeableConcept) return resource;
  const { coding = [], ...concept } = resource.medicationCodeableConcept;
  const translate = (one: Coding): Coding => ({
    ...one,
    ...(one.system && { system: OIDS[one.system] ?? one.system }),
  });
  return { ...resource, medicationCodeableConcept: { ...concept, coding: coding.map(translate) } };
}
