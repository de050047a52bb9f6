import type { Bundle } from 'fhir/r4.js';
import type { Deck } from '../deck/deck.js';
import { fullUrlsIn } from '../fhir/full-urls.js';
import type { Resource } from '../fhir/resource.js';
import { addressed, prefetchFromBundle, resourcesOf } from '../gather/from-bundle.js';
import { readPrefetch } from '../gather/read-prefetch.js';
import { pictureOf } from '../picture/picture.js';
import type { SiteCalendar } from '../picture/site-calendar.js';
import { deepFreeze } from '../request/deep-freeze.js';
import type { HookName, HookRequest } from '../request/hook-request.js';
import { defaultOrder, ordersTheDrug } from './default-order.js';
import { type Given, refused } from './given.js';

/** The hook a Bundle is judged at where none is named: the one before which an order can still be changed. */
export const HOOK_OF_BUNDLES: HookName = 'order-sign';

/** Reads a Bundle: its draft orders are the screen, all of it the record. */
export function callOfBundle(
  json: Record<string, unknown>,
  hook: HookName,
  deck: Deck,
  calendar: SiteCalendar,
): Given {
  if (json.entry !== undefined && !Array.isArray(json.entry))
    return refused('The Bundle cannot be read.', [{ place: 'entry', text: 'must be a list' }]);
  if (!deepFreeze(json)) return refused('The Bundle is nested too deeply to be FHIR.');
  const bundle = json as unknown as Bundle;
  const resources = resourcesOf(bundle);
  const patients = resources.filter(({ resourceType }) => resourceType === 'Patient');
  const [patient] = patients;
  if (!patient) {
    return refused('The Bundle holds no Patient, so nobody could be checked.', [
      {
        place: 'entry',
        text: `${resources.length} ${resources.length === 1 ? 'resource' : 'resources'}: add the Patient that they are about`,
      },
    ]);
  }
  if (typeof patient.id !== 'string' || patient.id === '')
    return refused('The Patient in the Bundle has no id.', [
      {
        place: 'Patient.id',
        text: `${patient.id === undefined ? 'is missing' : 'must be a text'}: other resources name the patient by it`,
      },
    ]);
  const leftOut = (bundle.entry?.length ?? 0) - resources.length;
  return asCall(bundle, resources, patient.id, hook, deck, calendar, [
    ...(patients.length > 1
      ? [`The Bundle holds ${patients.length} patients: the first, Patient/${patient.id}, was checked.`]
      : []),
    ...(leftOut > 0
      ? [
          `${leftOut} ${leftOut === 1 ? 'entry of the Bundle holds no resource, and was' : 'entries of the Bundle hold no resource, and were'} left out.`,
        ]
      : []),
  ]);
}

function asCall(
  bundle: Bundle,
  resources: readonly Resource[],
  patientId: string,
  hook: HookName,
  deck: Deck,
  calendar: SiteCalendar,
  notes: readonly string[],
): Given {
  const prefetch = prefetchFromBundle(bundle, deck.hooks[hook].templates, patientId);
  const context = { userId: 'Practitioner/unknown', patientId };
  const request = { hook, hookInstance: NO_INSTANCE, context, prefetch };
  if (hook === 'patient-view') return { ok: true, request, notes };

  const own = resources.filter(isDraftOrder);
  const entries = [bundle.entry ?? []];
  const fullUrlOf = fullUrlsIn(entries);
  const isNamed = ordersTheDrug([...own, ...resources.filter(isMedication)], entries, deck);
  const added = isNamed ? [] : [orderFor(request, deck, calendar)];
  const orders = [...own, ...added];
  // Orders may name their drug and their patient by the addresses that these have in the Bundle.
  const drafts = [...orders, ...resources.filter(({ resourceType }) => NAMED.has(resourceType))];
  return {
    ok: true,
    request: {
      ...request,
      context: {
        ...context,
        ...(hook === 'order-select' && {
          selections: orders.map(({ resourceType, id }) => `${resourceType}/${id}`),
        }),
        draftOrders: {
          resourceType: 'Bundle',
          type: 'collection',
          entry: drafts.map((resource) => addressed(resource, fullUrlOf)),
        } as unknown as Bundle,
      },
    },
    notes: [
      ...notes,
      ...added.map(
        ({ medicationCodeableConcept }) =>
          `No draft order for the drug in the Bundle: judged as if “${medicationCodeableConcept?.text}” were ordered for today.`,
      ),
    ],
  };
}

const NAMED = new Set(['Medication', 'Patient']);

const NO_INSTANCE = '00000000-0000-4000-8000-000000000000';

function orderFor(request: HookRequest, deck: Deck, calendar: SiteCalendar) {
  const gathered = readPrefetch(deck.hooks[request.hook].templates, request.prefetch);
  const { exposure } = pictureOf(deck.source, { request, gathered, calendar });
  return defaultOrder(deck, request.context.patientId, !exposure.isExposed, calendar.today);
}

function isDraftOrder(resource: Resource): boolean {
  const isOrder = resource.resourceType === 'MedicationRequest' || resource.resourceType === 'ServiceRequest';
  return isOrder && (resource as { status?: string }).status === 'draft';
}

function isMedication({ resourceType }: Resource): boolean {
  return resourceType === 'Medication';
}
