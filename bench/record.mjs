import { chart, draftOrders } from './chart.mjs';
import { laboratoryResults } from './laboratory.mjs';
import { PATIENT_ID, PRACTITIONER } from './resources.mjs';

/** What a body holds of laboratory results; everything else is the same in both. */
const SIZES = {
  standard: { visits: 5, immunoglobulinVisits: 4, hepatitisBScreenings: 2, observations: 60 },
  heavy: { visits: 100, immunoglobulinVisits: 64, hepatitisBScreenings: 2, observations: 1000 },
};

const EHR = 'https://ehr.example.org/fhir/R4';

/**
 * The order-sign call of an EHR that answers every prefetch template of the deck: each gets the resources
 * of its type and codes, as a FHIR server would search them, so that the body follows the deck. All dates
 * count from `today`: the same cards fire whenever it runs.
 */
export function orderSign(deck, size, today) {
  const { observations, ...plan } = SIZES[size];
  const record = [...chart(today), ...laboratoryResults(today, plan)];
  const { templates } = deck.hooks['order-sign'];
  const request = {
    hook: 'order-sign',
    hookInstance: '7c0b5c6e-5a3f-4a55-9d3c-6a7f0f7a1a10',
    context: {
      userId: PRACTITIONER,
      patientId: PATIENT_ID,
      encounterId: 'eEncounterToday',
      draftOrders: { resourceType: 'Bundle', type: 'collection', entry: draftOrders(today).map(entry) },
    },
    prefetch: Object.fromEntries(
      Object.entries(templates).map(([key, template]) => [key, answer(template, record)]),
    ),
  };
  requireObservations(request, observations);
  return request;
}

function answer(template, record) {
  const [type] = template.split(/[/?]/, 1);
  const ofType = record.filter(({ resourceType }) => resourceType === type);
  if (template.startsWith(`${type}/`)) return ofType[0];
  const query = template.slice(type.length + 1);
  const tokens = /&(?:code|type)=([^&]*)/.exec(query)?.[1].split(',');
  const found = tokens === undefined ? ofType : ofType.filter((resource) => isAmong(tokens, resource));
  return {
    resourceType: 'Bundle',
    type: 'searchset',
    total: found.length,
    link: [{ relation: 'self', url: `${EHR}/${type}?patient=${PATIENT_ID}` }],
    entry: found.map(entry),
  };
}

function isAmong(tokens, { code }) {
  return code?.coding.some((coding) => tokens.includes(`${coding.system}|${coding.code}`)) ?? false;
}

function entry(resource) {
  return { fullUrl: `${EHR}/${resource.resourceType}/${resource.id}`, resource };
}

/** A deck that asks for other codes would quietly shrink the body, and the benchmark would flatter. */
function requireObservations({ prefetch }, expected) {
  const found = Object.values(prefetch)
    .flatMap((answered) => answered?.entry ?? [])
    .filter(({ resource }) => resource.resourceType === 'Observation').length;
  if (found === expected) return;
  throw new Error(
    `The deck asks for ${found} of the ${expected} observations: bring the codes in bench/laboratory.mjs up to date`,
  );
}
