import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import type { Bundle } from 'fhir/r4.js';
import type { HookName, HookRequest } from '../../src/request/hook-request.js';
import { storyRequest } from '../../src/stories/story-request.js';
import { type FhirServer, lentAccess, startFhirServer } from '../support/fhir-server/start-fhir-server.js';
import { loadProjectDeck, stories } from '../support/judge-story.js';
import { judgedOnceGathered } from './gathered-call.js';

const deck = loadProjectDeck();
const RECORDS = ['administrations', 'medicationOrders', 'dispenses', 'statements'] as const;

let server: FhirServer;
let now: Date;

beforeAll(async () => {
  server = await startFhirServer();
});
afterAll(() => server.close());
beforeEach(() => server.reset());

interface Referring {
  medicationCodeableConcept?: unknown;
  medicationReference?: { reference: string; display?: string };
}

/** A story as an EHR tells it that names the drug of each record by a reference alone; its Medications are at the server. */
async function told(name: string, hook: HookName): Promise<HookRequest> {
  const story = stories.get(name);
  if (story === undefined) throw new Error(`there is no story ${name}`);
  now = new Date(`${story.today}T12:00:00Z`);
  const request = structuredClone(storyRequest(story, hook, deck));
  const medications: { resourceType: 'Medication'; id: string; code: unknown }[] = [];
  for (const key of RECORDS) {
    for (const { resource } of (request.prefetch?.[key] as Bundle | undefined)?.entry ?? []) {
      const record = resource as Referring;
      const id = `m${medications.length}`;
      medications.push({ resourceType: 'Medication', id, code: record.medicationCodeableConcept });
      delete record.medicationCodeableConcept;
      record.medicationReference = { reference: `Medication/${id}` };
    }
  }
  await server.load(medications as unknown as Parameters<typeof server.load>[0]);
  return request;
}

async function topicsOf(request: HookRequest): Promise<readonly string[]> {
  const { cards } = await judgedOnceGathered(deck, request, now);
  return cards.map(({ source }) => source.topic.code ?? '');
}

const withAccess = (request: HookRequest): HookRequest => ({ ...request, ...lentAccess(server.baseUrl) });
const reads = () => server.requests.filter(({ url }) => url.includes('/Medication/')).length;

describe('records that only refer to their drug', () => {
  it('have it read where access is lent, before an order', async () => {
    const request = await told('maintenance-too-early', 'order-sign');
    expect(await topicsOf(request)).not.toContain('doseInterval');
    expect(await topicsOf(request)).toContain('couldNotCheck');
    expect(reads()).toBe(0);
    expect(await topicsOf(withAccess(request))).toContain('doseInterval');
    expect(reads()).toBeGreaterThan(0);
  });

  it('and on the chart', async () => {
    const request = await told('maintenance-liver-injury', 'patient-view');
    expect(await topicsOf(request)).toEqual(['couldNotCheck']);
    expect(await topicsOf(withAccess(request))).toContain('liverInjury');
  });

  it('are let be at an order of something else, and where they name it', async () => {
    const request = withAccess(await told('maintenance-too-early', 'order-sign'));
    const other = { resourceType: 'MedicationRequest', medicationCodeableConcept: { text: 'amoxicillin' } };
    const draftOrders = { resourceType: 'Bundle', entry: [{ resource: other }] } as unknown as Bundle;
    await topicsOf({ ...request, context: { ...request.context, draftOrders } });
    expect(reads()).toBe(0);
    for (const key of RECORDS)
      for (const { resource } of (request.prefetch?.[key] as Bundle | undefined)?.entry ?? [])
        Object.assign((resource as Referring).medicationReference ?? {}, { display: 'ocrelizumab' });
    await topicsOf(request);
    expect(reads()).toBe(0);
  });

  it('have the newest of them read and no more than may be', async () => {
    const request = withAccess(await told('maintenance-too-early', 'order-sign'));
    const administrations = request.prefetch?.administrations as Bundle;
    const [given] = administrations.entry ?? [];
    for (let n = 0; n < 500; n++) {
      const resource = {
        ...given?.resource,
        id: `old${n}`,
        medicationReference: { reference: `Medication/old${n}` },
        effectiveDateTime: '2020-01-01',
      } as unknown as NonNullable<typeof given>['resource'];
      administrations.entry?.unshift({ ...(resource && { resource }) });
    }
    expect(await topicsOf(request)).toContain('doseInterval');
    expect(reads()).toBe(50);
  });
});
