import { plusDays } from '../../src/picture/clinical-date.js';
import type { HookRequest } from '../../src/request/hook-request.js';
import type { Dice } from './dice.js';
import { everyObject, everyText, isObject, type Json, type JsonObject } from './json.js';
import { dosesInOtherUnits, inOtherUnits } from './other-units.js';
import { deck, toldCalls, withDrafts, withFhir, withRecords } from './told-calls.js';

export type Change = (request: HookRequest, dice: Dice) => HookRequest;

/** The EHR's own code for a concept, as it stands before the standard ones in many records. */
function localCoding({ coding, text }: JsonObject): JsonObject {
  const code = JSON.stringify(coding ?? text).length;
  return { system: 'urn:oid:1.2.840.114350.1.13.0.1.7.2.696580', code: `L${code}`, display: 'Local entry' };
}

/** Ways in which one EHR tells the same record otherwise than another. Not a word of an answer may change. */
export const retellings: Readonly<Record<string, Change>> = {
  'entries in another order': (request, dice) =>
    withDrafts(
      withRecords(request, (resources) => dice.shuffled(resources)),
      (resources) => dice.shuffled(resources),
    ),

  'unrelated records among the others': (request, dice) =>
    withRecords(request, (resources, key) =>
      among(resources, unrelated(key, request.context.patientId), dice),
    ),

  "another patient's records among the others": (request, dice) => {
    const other = dice.one([...toldCalls.values()]).request;
    const theirs = new Map<string, readonly JsonObject[]>();
    withRecords(other, (resources, key) => {
      theirs.set(key, resources.map(ofSomebodyElse));
      return resources;
    });
    // Where there is nothing of this patient's, it would be the answer to another question.
    return withRecords(request, (resources, key) =>
      resources.length === 0 ? resources : among(resources, theirs.get(key) ?? [], dice),
    );
  },

  'references absolute, versioned or by UUID': (request, dice) => {
    const form = dice.one([
      (reference: string) => `https://ehr.example.org/api/FHIR/R4/${reference}`,
      (reference: string) => `${reference}/_history/3`,
      (reference: string) => `https://ehr.example.org/fhir/${reference}/_history/12`,
      (reference: string) => `urn:uuid:${reference.split('/')[1]}`,
    ]);
    return withFhir(request, (fhir) =>
      everyText(fhir, (text, member) => (member === 'reference' && isRelative(text) ? form(text) : text)),
    );
  },

  'the same instants written in another zone': (request, dice) =>
    withFhir(request, (fhir) =>
      everyText(fhir, (text, member) => (isInstant(text, member) ? inZone(text, dice.one(ZONES)) : text)),
    ),

  'days written as an instant of that day': (request, dice) =>
    withFhir(request, (fhir) =>
      everyText(fhir, (text, member) =>
        isDay(text, member) ? inZone(`${text}T${dice.one(HOURS)}:00:00Z`, dice.one(ZONES)) : text,
      ),
    ),

  'unknown extensions, profiles and narratives': (request) => ({
    ...withFhir(request, (fhir) => everyObject(fhir, embellished)),
    ...({ extension: { 'com.example.trigger': '23' } } as object),
  }),

  'a local coding first in every concept': (request) =>
    withFhir(request, (fhir) =>
      everyObject(fhir, (object) =>
        Array.isArray(object.coding)
          ? { ...object, coding: [localCoding(object), ...(object.coding as readonly Json[])] }
          : object,
      ),
    ),

  'everything twice, under the same id': (request, dice) =>
    withDrafts(
      withRecords(request, (resources) => dice.shuffled([...resources, ...resources])),
      (resources) => dice.shuffled([...resources, ...resources]),
    ),

  'every record twice, under another id': (request, dice) =>
    withRecords(request, (resources, key) =>
      key === 'patient'
        ? resources
        : dice.shuffled([...resources, ...resources.map((r) => ({ ...r, id: `${r.id}-again` }))]),
    ),

  'nothing found as null, as an empty bundle or with a total': (request, dice) => ({
    ...request,
    prefetch: Object.fromEntries(
      Object.entries(request.prefetch ?? {}).map(([key, value]) => [
        key,
        isEmpty(value as Json) ? dice.one(NOTHING_FOUND) : value,
      ]),
    ),
  }),
};

/** The same values, drugs and codes in other letters: cards may show them so, and say the same. */
export const rewordings: Readonly<Record<string, Change>> = {
  'values in other units': (request, dice) => withFhir(request, (fhir) => inOtherUnits(fhir, dice)),

  'doses in other units': (request, dice) => withFhir(request, (fhir) => dosesInOtherUnits(fhir, dice)),

  'code systems with a slash at their end, or in other letters': (request, dice) => {
    const form = dice.one([
      (system: string) => `${system}/`,
      (system: string) => system.toUpperCase(),
      (system: string) => system.toLowerCase(),
    ]);
    return withFhir(request, (fhir) => everyText(fhir, (t, member) => (member === 'system' ? form(t) : t)));
  },

  'codes without a text beside them': (request) =>
    withFhir(request, (fhir) =>
      everyObject(fhir, (object) => (isCoded(object) ? without(object, 'text') : object)),
    ),
};

export function allAtOnce(request: HookRequest, dice: Dice): HookRequest {
  const { [REPEATED]: repeated, ...others } = retellings;
  // What is sent twice is the same word for word: it is told otherwise before, and never each copy in its own way.
  return [...dice.shuffled([...Object.values(others), ...Object.values(rewordings)]), repeated].reduce(
    (told, change) => change?.(told, dice) ?? told,
    request,
  );
}

const REPEATED = 'everything twice, under the same id';

const NOTHING_FOUND: readonly Json[] = [
  null,
  { resourceType: 'Bundle', type: 'searchset' },
  { resourceType: 'Bundle', type: 'searchset', total: 0, entry: [] },
  {
    resourceType: 'Bundle',
    type: 'searchset',
    entry: [
      {
        resource: { resourceType: 'OperationOutcome', issue: [{ severity: 'warning', code: 'not-found' }] },
        search: { mode: 'outcome' },
      },
    ],
  },
];

function isCoded(object: JsonObject): boolean {
  const codings = Array.isArray(object.coding) ? (object.coding as readonly Json[]) : [];
  return codings.some((c) => isObject(c) && deck.source.terminology.isKnownSystem(c.system as string));
}

function without(object: JsonObject, member: string): JsonObject {
  const { [member]: _member, ...rest } = object;
  return rest;
}

function isEmpty(value: Json): boolean {
  return (
    isObject(value) &&
    value.resourceType === 'Bundle' &&
    value.link === undefined &&
    Array.isArray(value.entry) &&
    value.entry.length === 0
  );
}

function among(
  resources: readonly JsonObject[],
  others: readonly JsonObject[],
  dice: Dice,
): readonly JsonObject[] {
  return dice.shuffled([...resources, ...others]);
}

const somebodyElse = { reference: 'Patient/somebody-else' };

function ofSomebodyElse(resource: JsonObject): JsonObject {
  const { subject: _subject, patient: _patient, ...rest } = resource;
  if (resource.resourceType === 'Patient') return { ...rest, id: 'somebody-else' };
  const about = resource.resourceType === 'AllergyIntolerance' || resource.resourceType === 'Immunization';
  return {
    ...rest,
    id: `theirs-${resource.id}`,
    ...(about ? { patient: somebodyElse } : { subject: somebodyElse }),
  };
}

/** Something of the kind the key is about that has no say in the matter. */
function unrelated(key: string, patientId: string): readonly JsonObject[] {
  const subject = { reference: `Patient/${patientId}` };
  const coded = (system: string, code: string, text: string): JsonObject => ({
    coding: [{ system, code }],
    text,
  });
  const lab: JsonObject = {
    resourceType: 'Observation',
    status: 'final',
    subject,
    code: coded('http://loinc.org', '2823-3', 'Potassium'),
    effectiveDateTime: '2026-02-18T08:40:00-05:00',
    valueQuantity: { value: 9.9, unit: 'mmol/L', system: 'http://unitsofmeasure.org', code: 'mmol/L' },
    interpretation: [{ coding: [{ code: 'HH' }] }],
  };
  const metformin = coded('http://www.nlm.nih.gov/research/umls/rxnorm', '6809', 'metformin');
  const kinds: Readonly<Record<string, JsonObject>> = {
    conditions: {
      resourceType: 'Condition',
      subject,
      clinicalStatus: { coding: [{ code: 'active' }] },
      code: coded('http://snomed.info/sct', '59621000', 'Essential hypertension'),
      onsetDateTime: '2026-02-20',
    },
    allergies: {
      resourceType: 'AllergyIntolerance',
      patient: subject,
      criticality: 'high',
      code: { text: 'Peanut' },
      reaction: [{ manifestation: [{ text: 'anaphylaxis' }], severity: 'severe' }],
    },
    immunizations: {
      resourceType: 'Immunization',
      status: 'not-done',
      patient: subject,
      vaccineCode: coded('http://hl7.org/fhir/sid/cvx', '03', 'MMR'),
      occurrenceDateTime: '2026-02-27',
    },
    medicationOrders: {
      resourceType: 'MedicationRequest',
      status: 'active',
      intent: 'order',
      subject,
      authoredOn: '2026-01-10',
      medicationCodeableConcept: metformin,
    },
    administrations: {
      resourceType: 'MedicationAdministration',
      status: 'completed',
      subject,
      effectiveDateTime: '2026-02-27',
      medicationCodeableConcept: metformin,
    },
    hepatitisB: lab,
    immunoglobulins: lab,
    liverTests: lab,
    bloodCounts: lab,
    pregnancyTests: lab,
  };
  const one = kinds[key];
  return one
    ? [
        { ...one, id: `unrelated-${key}` },
        { ...one, id: `unrelated-2-${key}` },
      ]
    : [];
}

function isRelative(reference: string): boolean {
  return /^[A-Z]\w+\/[^/]+$/.test(reference);
}

const ZONES = [-720, -300, -210, 0, 60, 330, 345, 720, 840] as const;
const HOURS = ['00', '11', '23'] as const;
/** Elements of FHIR's type `date`, which has no time. */
const DATES = new Set(['birthDate', 'expirationDate']);

function isInstant(text: string, member: string): boolean {
  return !DATES.has(member) && /^\d{4}-\d{2}-\d{2}T.*(Z|[+-]\d{2}:\d{2})$/.test(text);
}

function isDay(text: string, member: string): boolean {
  return !DATES.has(member) && /^\d{4}-\d{2}-\d{2}$/.test(text);
}

function inZone(instant: string, minutes: number): string {
  const local = new Date(Date.parse(instant) + minutes * 60_000).toISOString().slice(0, 19);
  const two = (n: number): string => String(n).padStart(2, '0');
  const size = Math.abs(minutes);
  return `${local}${minutes < 0 ? '-' : '+'}${two(Math.floor(size / 60))}:${two(size % 60)}`;
}

function embellished(object: JsonObject): JsonObject {
  const unknown = {
    url: 'https://ehr.example.org/ext/unknown',
    valueString: 'ocrelizumab anaphylaxis 2026-02-28',
  };
  if ('url' in object) return object;
  return {
    ...object,
    extension: [...((object.extension as readonly Json[] | undefined) ?? []), unknown],
    ...(typeof object.resourceType === 'string' && {
      meta: { profile: ['https://ehr.example.org/profile'], lastUpdated: plusDays('2026-03-02', -1) },
      text: { status: 'generated', div: '<div>Ocrevus: life-threatening anaphylaxis, HBsAg positive</div>' },
    }),
  };
}
