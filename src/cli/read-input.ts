import type { Bundle } from 'fhir/r4.js';
import type { Deck } from '../deck/deck.js';
import { prefetchFromBundle, resourcesOf } from '../gather/from-bundle.js';
import { HOOKS, type HookName, type HookRequest, type Resource } from '../request/hook-request.js';
import { parseHookRequest } from '../request/parse-hook-request.js';
import { InputError } from './input-error.js';

/** What the command line was given, as the call an EHR would make of it. */
export function readInput(text: string, deck: Deck, hook: HookName | undefined): HookRequest {
  let json: unknown;
  try {
    json = JSON.parse(text);
  } catch (error) {
    throw new InputError(`Not JSON: ${error instanceof Error ? error.message : 'unreadable'}`);
  }
  if (typeof json !== 'object' || json === null)
    throw new InputError('Expected a hook request or a FHIR Bundle.');
  if ((json as Resource).resourceType === 'Bundle') return requestOfBundle(json as Bundle, deck, hook);
  const { hook: asked } = json as { hook?: unknown };
  const named = HOOKS.find((one) => one === asked);
  if (named === undefined) {
    throw new InputError('Expected "hook" to be order-sign, order-select or patient-view, or a FHIR Bundle.');
  }
  return parseHookRequest(json, named);
}

/** Unsigned orders of a Bundle are the screen, everything else the record; without such orders it is a chart. */
function requestOfBundle(bundle: Bundle, deck: Deck, asked: HookName | undefined): HookRequest {
  const resources = resourcesOf(bundle);
  const patient = resources.find(({ resourceType }) => resourceType === 'Patient');
  if (!patient?.id) throw new InputError('The Bundle holds no Patient with an id.');
  const drafts = resources.filter(
    (resource) =>
      (resource.resourceType === 'MedicationRequest' || resource.resourceType === 'ServiceRequest') &&
      resource.status === 'draft',
  );
  const hook = asked ?? (drafts.length > 0 ? 'order-sign' : 'patient-view');
  const selections = drafts.map(({ resourceType, id }) => `${resourceType}/${id}`);
  return {
    hook,
    hookInstance: '00000000-0000-4000-8000-000000000000',
    context: {
      userId: 'Practitioner/unknown',
      patientId: patient.id,
      ...(hook === 'order-select' && { selections }),
      ...(hook !== 'patient-view' && {
        draftOrders: {
          resourceType: 'Bundle',
          type: 'collection',
          entry: drafts.map((resource) => ({ resource })),
        } as unknown as Bundle,
      }),
    },
    prefetch: prefetchFromBundle(bundle, deck.hooks[hook].templates, patient.id),
  };
}
