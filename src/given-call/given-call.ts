import type { Deck } from '../deck/deck.js';
import { CdsError } from '../errors.js';
import { isJsonObject } from '../json-object.js';
import type { SiteCalendar } from '../picture/site-calendar.js';
import { HOOKS, type HookName } from '../request/hook-request.js';
import { InvalidRequest } from '../request/invalid-request.js';
import { parseHookRequest } from '../request/parse-hook-request.js';
import { callOfBundle } from './bundle-call.js';
import { type Given, type GivenProblem, refused } from './given.js';
import { jsonFault } from './json-fault.js';

/** Reads a hook request or a Bundle as the call an EHR would make of it. `hook` is for Bundles. */
export function readGivenCall(text: string, hook: HookName, deck: Deck, calendar: SiteCalendar): Given {
  let json: unknown;
  try {
    json = JSON.parse(text.replace(/^\uFEFF/, ''));
  } catch {
    return notJson(text);
  }
  if (!isJsonObject(json))
    return refused(`${EXPECTED} This is ${Array.isArray(json) ? 'a list' : 'a single value'}.`);
  if (json.resourceType === 'Bundle') return callOfBundle(json, hook, deck, calendar);
  if (typeof json.resourceType === 'string') {
    return refused(`This is a single resource (${json.resourceType.slice(0, 40)}). ${EXPECTED}`, [
      { place: 'resourceType', text: 'put the patient and everything about them into one Bundle' },
    ]);
  }
  return ofRequest(json);
}

const EXPECTED = 'Give a hook request (with hook, hookInstance and context) or a FHIR R4 Bundle.';

function notJson(text: string): Given {
  if (text.trim() === '') return refused(`There is no text. ${EXPECTED}`);
  const fault = jsonFault(text.replace(/^\uFEFF/, ''));
  if (!fault) return refused('This is not JSON.');
  return {
    ok: false,
    problem: {
      text: `Not JSON: line ${fault.line}, column ${fault.column}: ${fault.problem}.`,
      items: [],
      fault,
    },
  };
}

function ofRequest(json: Record<string, unknown>): Given {
  const { hook } = json;
  const named = HOOKS.find((one) => one === hook);
  if (named === undefined) {
    const what =
      hook === undefined ? 'is missing' : `“${String(hook).slice(0, 40)}” is none that is answered here`;
    return refused(`This is neither a hook request nor a Bundle that can be read. ${EXPECTED}`, [
      { place: 'hook', text: `${what}: it must be ${HOOKS.join(', ')}` },
    ]);
  }
  try {
    const request = parseHookRequest(json, named);
    const notes = request.fhirServer === undefined ? [] : [NOT_FETCHED];
    return { ok: true, request, notes };
  } catch (error) {
    if (!(error instanceof CdsError)) throw error;
    return refused(`The service would answer ${error.status}.`, itemsOf(error));
  }
}

const NOT_FETCHED =
  'The fhirServer named in the request is not contacted from here: what the request does not carry counts as not sent.';

/** What to change, fault by fault where the call breaks the schema of its hook. */
function itemsOf(error: CdsError): GivenProblem['items'] {
  if (error instanceof InvalidRequest)
    return error.faults.map(({ pointer, text }) => ({ place: pointer, text }));
  return [{ place: '', text: error.message }];
}
