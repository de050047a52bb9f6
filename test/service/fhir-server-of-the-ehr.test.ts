import { createServer, type RequestListener } from 'node:http';
import type { AddressInfo } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { FAILURE_WORDS } from '../../src/gather/failure-words.js';
import { resourcesOf } from '../../src/gather/from-bundle.js';
import type { FetchFailure } from '../../src/gather/prefetch-outcome.js';
import { resourceTypeOf } from '../../src/gather/query-template.js';
import type { HookRequest } from '../../src/request/hook-request.js';
import type { Card } from '../../src/request/hook-response.js';
import { storyRequest } from '../../src/stories/story-request.js';
import { postJson } from '../http/cds-service.js';
import type { Fault } from '../support/fhir-server/faults.js';
import {
  type FhirServer,
  lentAccess,
  startFhirServer,
  TEST_TOKEN,
} from '../support/fhir-server/start-fhir-server.js';
import { type Hospital, type HospitalSettings, openHospital } from '../support/hospital.js';
import { loadProjectDeck, stories } from '../support/judge-story.js';
import { type JwksServer, startJwksServer } from '../support/jwks-server.js';

const BUDGET_MS = 1_000;
const PATH = '/cds-services/ocrelizumab-order-sign';

const deck = loadProjectDeck();
const story = stories.get('hbv-carrier');
if (story === undefined) throw new Error('there is no story hbv-carrier');
const full = storyRequest(story, 'order-sign', deck);
const { prefetch, ...bare } = full;
const TYPES = [...new Set(Object.values(deck.hooks['order-sign'].templates).map(resourceTypeOf))];

const NOON = Date.parse(`${story.today}T12:00:00Z`);

let ehr: FhirServer;
let hospital: Hospital;

beforeAll(async () => {
  ehr = await startFhirServer();
  await ehr.load(resourcesOf(story.bundle));
  hospital = await openHospital(settingsWith(BUDGET_MS));
}, 60_000);
afterAll(async () => {
  await hospital.close();
  await ehr.close();
});
beforeEach(() => {
  ehr.reset();
  hospital.forget();
});

const settingsWith = (budgetMs: number, fhirBase = ehr.baseUrl): HospitalSettings => ({
  now: NOON,
  fhirBases: [fhirBase],
  environment: { FHIR_BUDGET_MS: String(budgetMs) },
});

async function call(request: object, to = hospital) {
  return postJson(`${to.url}${PATH}`, request, { Authorization: await to.authorization(PATH) });
}

/** Offered orders say when they were made. */
const withoutInstants = (json: unknown) =>
  JSON.parse(JSON.stringify(json, (name, value) => (name === 'authoredOn' ? undefined : value)));
const topics = (cards: readonly Card[]) => cards.map(({ source }) => source.topic.code);
const everywhere = (fault: Fault) => {
  for (const type of TYPES) ehr.fault(type, fault);
};

describe('what the EHR sends and its FHIR server holds', () => {
  it('makes the same cards, and with all of it sent no call goes out', async () => {
    const sent = await call({ ...full, ...lentAccess(ehr.baseUrl) });
    expect(sent.json.cards.length).toBeGreaterThan(0);
    expect(hospital.outbound).toEqual([]);
    const fetched = await call({ ...bare, ...lentAccess(ehr.baseUrl) });
    expect(withoutInstants(fetched.json)).toEqual(withoutInstants(sent.json));
    expect(hospital.outbound.length).toBeGreaterThan(0);
    expect(ehr.requests.every(({ authorization }) => authorization === `Bearer ${TEST_TOKEN}`)).toBe(true);
  });

  it('is not asked for at an order of something else', async () => {
    const draftOrders = {
      resourceType: 'Bundle',
      entry: [
        {
          resource: { resourceType: 'MedicationRequest', medicationCodeableConcept: { text: 'amoxicillin' } },
        },
      ],
    };
    const context = { ...full.context, draftOrders };
    expect(await call({ ...bare, context, ...lentAccess(ehr.baseUrl) })).toMatchObject({
      json: { cards: [] },
    });
    expect(hospital.outbound).toEqual([]);
  });
});

describe('an order that only refers to its drug', () => {
  const order = {
    resourceType: 'MedicationRequest',
    id: 'o1',
    status: 'draft',
    intent: 'order',
    subject: { reference: `Patient/${full.context.patientId}` },
    medicationReference: { reference: 'Medication/ocrevus' },
  };
  const referring: HookRequest = {
    ...full,
    context: {
      ...full.context,
      draftOrders: { resourceType: 'Bundle', type: 'collection', entry: [{ resource: order }] },
    },
  } as HookRequest;

  beforeAll(() =>
    ehr.load([
      {
        resourceType: 'Medication',
        id: 'ocrevus',
        code: { coding: [{ system: 'http://www.nlm.nih.gov/research/umls/rxnorm', code: '1876380' }] },
      },
    ]),
  );

  it('has its drug read, and is checked', async () => {
    const { json } = await call({ ...referring, ...lentAccess(ehr.baseUrl) });
    expect(topics(json.cards)).toContain('hbvActive');
    expect(ehr.requests.map(({ url }) => url)).toEqual(['/fhir/r4/Medication/ocrevus']);
  });

  it.each<[string, Fault, string]>([
    ['is refused', { kind: 'status', status: 403 }, 'the EHR refused access'],
    ['is not found', { kind: 'status', status: 404 }, 'not found at the EHR'],
    ['hangs', { kind: 'hang' }, 'the EHR did not answer in time'],
  ])('is said to be unchecked where the reading of its drug %s', async (_, fault, words) => {
    ehr.fault('Medication', fault);
    const { json } = await call({ ...referring, ...lentAccess(ehr.baseUrl) });
    expect(topics(json.cards)).toEqual(['couldNotCheck']);
    expect(json.cards[0]).toMatchObject({ indicator: 'warning', detail: expect.stringContaining(words) });
  });

  it.each([
    ['no access is lent', {}, 'not sent by the EHR'],
    ['the server is not registered', lentAccess('http://127.0.0.1:1/fhir'), 'is not registered here'],
  ])('is said to be unchecked where %s', async (_, access, words) => {
    const { json } = await call({ ...referring, ...access });
    expect(json.cards).toMatchObject([{ detail: expect.stringContaining(words) }]);
    expect(hospital.outbound).toEqual([]);
  });

  it('is not read as the resource of the same id on another host', async () => {
    const elsewhere = {
      ...order,
      medicationReference: { reference: 'https://other.example.org/fhir/Medication/ocrevus' },
    };
    const context = {
      ...full.context,
      draftOrders: { resourceType: 'Bundle', entry: [{ resource: elsewhere }] },
    };
    const { json } = await call({ ...full, context, ...lentAccess(ehr.baseUrl) });
    expect(topics(json.cards)).toEqual(['couldNotCheck']);
    expect(hospital.outbound).toEqual([]);
  });
});

describe('a FHIR server that hangs', () => {
  it('delays an answer by the budget and 200 ms at most, and says what was not checked', async () => {
    everywhere({ kind: 'hang' });
    const request = { ...bare, prefetch: { patient: prefetch?.patient }, ...lentAccess(ehr.baseUrl) };
    const times: number[] = [];
    // The best of three: what else the machine does can only add to it.
    for (let attempt = 0; attempt < 3; attempt++) {
      const started = performance.now();
      const { status, json } = await call(request);
      times.push(performance.now() - started);
      expect(status).toBe(200);
      expect(topics(json.cards)).toContain('couldNotCheck');
    }
    expect(Math.min(...times)).toBeLessThan(BUDGET_MS + 200);
    expect(Math.min(...times)).toBeGreaterThan(BUDGET_MS - 50);
  });

  it('slows no other call', async () => {
    everywhere({ kind: 'hang' });
    const patient = await openHospital(settingsWith(5_000));
    const ended: string[] = [];
    const slow = Array.from({ length: 10 }, async () => {
      await call({ ...bare, prefetch: { patient: prefetch?.patient }, ...lentAccess(ehr.baseUrl) }, patient);
      ended.push('slow');
    });
    for (let n = 0; n < 5; n++) {
      const { json } = await call(full, patient);
      expect(topics(json.cards)).toContain('hbvActive');
      ended.push('quick');
    }
    await Promise.all(slow);
    await patient.close();
    expect(ended.slice(0, 5)).toEqual(Array(5).fill('quick'));
  }, 20_000);
});

describe('keys that the EHR is slow to publish', () => {
  let jwks: JwksServer;
  let patient: Hospital;
  const publishAfter = (delayMs: number) =>
    jwks.answerWith((response) => {
      setTimeout(() => response.end(JSON.stringify({ keys: [patient.publicJwk] })), delayMs);
    });
  const timed = async (request: object) => {
    const started = performance.now();
    const answer = await call(request, patient);
    return { ...answer, ms: performance.now() - started };
  };

  beforeEach(async () => {
    jwks = await startJwksServer();
    patient = await openHospital({ ...settingsWith(BUDGET_MS), jwksUrl: jwks.url });
    // What is slow only once is not what is measured here.
    await fetch(`${patient.url}/health/live`);
  });
  afterEach(async () => {
    await patient.close();
    await jwks.close();
  });

  it('are part of the budget: the FHIR server has what they leave of it', async () => {
    everywhere({ kind: 'hang' });
    publishAfter(BUDGET_MS * 0.4);
    const { status, ms, json } = await timed({
      ...bare,
      prefetch: { patient: prefetch?.patient },
      ...lentAccess(ehr.baseUrl),
    });
    expect(status).toBe(200);
    expect(topics(json.cards)).toContain('couldNotCheck');
    expect(ms).toBeLessThan(BUDGET_MS + 200);
  });

  it('are given up after half of it, and serve the next call when they came all the same', async () => {
    publishAfter(BUDGET_MS * 0.8);
    const first = await timed(full);
    expect(first.status).toBe(401);
    expect(first.ms).toBeLessThan(BUDGET_MS * 0.5 + 200);
    await sleep(BUDGET_MS * 0.5);
    expect((await timed(full)).status).toBe(200);
    expect(jwks.requests).toBe(1);
  });
});

describe('412', () => {
  it.each<[string, FetchFailure, Fault]>([
    ['refuses everything', 'unauthorized', { kind: 'status', status: 401 }],
    ['fails', 'server-error', { kind: 'status', status: 500 }],
    ['answers in HTML', 'unreadable', { kind: 'body', body: '<html></html>', contentType: 'text/html' }],
    ['hangs', 'timeout', { kind: 'hang' }],
  ])('is for an order whose every record is out of reach, as the server %s', async (_, failure, fault) => {
    everywhere(fault);
    const { status, json } = await call({ ...bare, ...lentAccess(ehr.baseUrl) });
    expect(status).toBe(412);
    expect(json.issue[0].details.coding[0].code).toBe('data-unobtainable');
    expect(json.issue[0].details.text).toContain(`${FAILURE_WORDS[failure]} (patient, `);
    expect(hospital.log.at(-1)).toContain(`"reasons":["${failure}"]`);
  });

  it('says that the FHIR server is not registered where that is why', async () => {
    const { status, json } = await call({ ...bare, ...lentAccess('http://127.0.0.1:9/fhir') });
    expect(status).toBe(412);
    expect(json.issue[0].details.text).toContain('is not registered here');
    expect(hospital.log.at(-1)).toContain('"reasons":["unregistered-server"]');
  });

  it('is not for an order of which anything at all is known', async () => {
    everywhere({ kind: 'status', status: 500 });
    const some = { ...bare, prefetch: { allergies: prefetch?.allergies }, ...lentAccess(ehr.baseUrl) };
    const { status, json } = await call(some);
    expect(status).toBe(200);
    expect(topics(json.cards)).toContain('couldNotCheck');
  });
});

describe('the EHR hanging up', () => {
  it('ends every call to its FHIR server', async () => {
    let open = 0;
    const changed: (() => void)[] = [];
    const until = async (condition: () => boolean) => {
      while (!condition()) await new Promise<void>((resolve) => changed.push(resolve));
    };
    const tell = () => {
      for (const resolve of changed.splice(0)) resolve();
    };
    const hanging = await listen((request) => {
      open += 1;
      request.once('close', () => {
        open -= 1;
        tell();
      });
      tell();
    });
    const patient = await openHospital(settingsWith(60_000, hanging.baseUrl));
    const client = new AbortController();
    const answer = fetch(`${patient.url}${PATH}`, {
      method: 'POST',
      headers: { 'Content-Type': 'application/json', Authorization: await patient.authorization(PATH) },
      body: JSON.stringify({ ...bare, ...lentAccess(hanging.baseUrl) }),
      signal: client.signal,
    }).catch(() => 'gone');
    await until(() => open > 5);
    client.abort();
    expect(await answer).toBe('gone');
    await until(() => open === 0);
    await patient.close();
    await hanging.close();
  });
});

async function listen(listener: RequestListener) {
  const server = createServer(listener);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    baseUrl: `http://127.0.0.1:${(server.address() as AddressInfo).port}/fhir`,
    close: () =>
      new Promise<void>((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}
