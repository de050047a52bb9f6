import type { Bundle } from 'fhir/r4.js';
import type { Deck } from '../../deck/deck.js';
import { CdsError } from '../../errors.js';
import { prefetchFromBundle, resourcesOf } from '../../gather/from-bundle.js';
import { readPrefetch } from '../../gather/read-prefetch.js';
import type { SiteCalendar } from '../../picture/clinical-date.js';
import { pictureOf } from '../../picture/picture.js';
import { deepFreeze, isJsonObject } from '../../request/deep-freeze.js';
import { HOOKS, type HookName, type HookRequest, type Resource } from '../../request/hook-request.js';
import { parseHookRequest } from '../../request/parse-hook-request.js';
import { defaultOrder, ordersTheDrug } from './default-order.js';
import { type JsonFault, jsonFault } from './json-fault.js';

/** What is wrong with a pasted text, and what would mend it. */
export interface PasteProblem {
  readonly text: string;
  /** Each thing to change, by its place where it has one. */
  readonly items: readonly { readonly place: string; readonly text: string }[];
  readonly fault?: JsonFault;
}

export type Pasted =
  | { readonly ok: true; readonly request: HookRequest; readonly notes: readonly string[] }
  | { readonly ok: false; readonly problem: PasteProblem };

/** Reads a pasted hook request or Bundle as the call an EHR would make of it. `hook` is for Bundles. */
export function readPasted(text: string, hook: HookName, deck: Deck, calendar: SiteCalendar): Pasted {
  let json: unknown;
  try {
    json = JSON.parse(text.replace(/^\uFEFF/, ''));
  } catch {
    return notJson(text);
  }
  if (!isJsonObject(json))
    return problem(`${EXPECTED} This is ${Array.isArray(json) ? 'a list' : 'a single value'}.`);
  if (json.resourceType === 'Bundle') return ofBundle(json, hook, deck, calendar);
  if (typeof json.resourceType === 'string') {
    return problem(`This is a single resource (${json.resourceType.slice(0, 40)}). ${EXPECTED}`, [
      { place: 'resourceType', text: 'put the patient and everything about them into one Bundle' },
    ]);
  }
  return ofRequest(json);
}

const EXPECTED = 'Paste a hook request (with hook, hookInstance and context) or a FHIR R4 Bundle.';

function problem(text: string, items: PasteProblem['items'] = []): Pasted {
  return { ok: false, problem: { text, items } };
}

function notJson(text: string): Pasted {
  const fault = jsonFault(text.replace(/^\uFEFF/, ''));
  if (text.trim() === '') return problem(`Nothing was pasted. ${EXPECTED}`);
  if (!fault) return problem('This is not JSON.');
  return {
    ok: false,
    problem: {
      text: `Not JSON: line ${fault.line}, column ${fault.column}: ${fault.problem}.`,
      items: [],
      fault,
    },
  };
}

function ofRequest(json: Record<string, unknown>): Pasted {
  const { hook } = json;
  const named = HOOKS.find((one) => one === hook);
  if (named === undefined) {
    const what =
      hook === undefined ? 'is missing' : `“${String(hook).slice(0, 40)}” is none that is answered here`;
    return problem(`This is neither a hook request nor a Bundle that can be read. ${EXPECTED}`, [
      { place: 'hook', text: `${what}: it must be ${HOOKS.join(', ')}` },
    ]);
  }
  try {
    const request = parseHookRequest(json, named);
    const notes = request.fhirServer === undefined ? [] : [NOT_FETCHED];
    return { ok: true, request, notes };
  } catch (error) {
    if (!(error instanceof CdsError)) throw error;
    return problem(`The service would answer ${error.status}.`, itemsOf(error));
  }
}

const NOT_FETCHED =
  'The fhirServer named in the request is not contacted from here: what the request does not carry counts as not sent.';

/** "Not a valid call of order-sign: /context/userId is missing; …" as a list. */
function itemsOf({ message, expressions }: CdsError): PasteProblem['items'] {
  const parts = message
    .replace(/^Not a valid call of [\w-]+: /, '')
    .replace(/\.$/, '')
    .split('; ');
  return parts.map((part) => {
    const place = expressions.find((expression) => expression !== '' && part.startsWith(`${expression} `));
    return place === undefined ? { place: '', text: part } : { place, text: part.slice(place.length + 1) };
  });
}

function ofBundle(json: Record<string, unknown>, hook: HookName, deck: Deck, calendar: SiteCalendar): Pasted {
  if (json.entry !== undefined && !Array.isArray(json.entry))
    return problem('The Bundle cannot be read.', [{ place: 'entry', text: 'must be a list' }]);
  if (!deepFreeze(json)) return problem('The Bundle is nested too deeply to be FHIR.');
  const bundle = json as unknown as Bundle;
  const resources = resourcesOf(bundle).filter((resource) => typeof resource === 'object');
  const patients = resources.filter(({ resourceType }) => resourceType === 'Patient');
  const [patient] = patients;
  if (!patient) {
    return problem('The Bundle holds no Patient, so nobody could be checked.', [
      {
        place: 'entry',
        text: `${resources.length} ${resources.length === 1 ? 'resource' : 'resources'}: add the Patient that they are about`,
      },
    ]);
  }
  if (!patient.id)
    return problem('The Patient in the Bundle has no id.', [
      { place: 'Patient.id', text: 'is missing: other resources name the patient by it' },
    ]);
  return asCall(bundle, resources, patient.id, hook, deck, calendar, [
    ...(patients.length > 1
      ? [`The Bundle holds ${patients.length} patients: the first, Patient/${patient.id}, was checked.`]
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
): Pasted {
  const prefetch = prefetchFromBundle(bundle, deck.hooks[hook].templates, patientId);
  const context = { userId: 'Practitioner/workbench', patientId };
  const request = { hook, hookInstance: NO_INSTANCE, context, prefetch };
  if (hook === 'patient-view') return { ok: true, request, notes };

  const own = resources.filter(isDraftOrder);
  const isNamed = ordersTheDrug([...own, ...resources.filter(isMedication)], deck);
  const added = isNamed ? [] : [orderFor(request, deck, calendar)];
  const orders = [...own, ...added];
  const drafts = [...orders, ...resources.filter(isMedication)];
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
          entry: drafts.map((resource) => ({ resource })),
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
