import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { storyRequest } from '../../src/stories/story-request.js';
import { uncheckedReason } from '../../src/unchecked-reason.js';
import { postJson } from '../http/cds-service.js';
import { type FhirServer, lentAccess, startFhirServer } from '../support/fhir-server/start-fhir-server.js';
import { type Hospital, openHospital } from '../support/hospital.js';
import { loadProjectDeck, stories } from '../support/judge-story.js';

const PATH = '/cds-services/ocrelizumab-order-sign';
const story = stories.get('naive-igg-without-unit');
if (story === undefined) throw new Error('there is no story naive-igg-without-unit');
const request = storyRequest(story, 'order-sign', loadProjectDeck());

let ehr: FhirServer;
let hospital: Hospital;
let metrics: string;

/** One call with everything, one whose conditions come from a failing server, and one from a stranger. */
beforeAll(async () => {
  ehr = await startFhirServer();
  hospital = await openHospital({ fhirBases: [ehr.baseUrl], now: Date.parse(`${story.today}T12:00:00Z`) });
  const call = async (body: object, claims = {}) =>
    postJson(`${hospital.url}${PATH}`, body, { Authorization: await hospital.authorization(PATH, claims) });
  await call(request);
  ehr.fault('Condition', { kind: 'status', status: 500 });
  const { conditions, encounters, ...prefetch } = request.prefetch ?? {};
  await call({ ...request, prefetch, ...lentAccess(ehr.baseUrl) });
  await call(request, { aud: 'https://elsewhere' });
  const { draftOrders, ...context } = request.context;
  await call({ ...request, context });
  await call({ ...request, context: { ...context, draftOrders: {} } });
  await call({ ...request, hook: 'patient-view' });
  await postJson(
    `${hospital.url}/cds-services/unknown`,
    {},
    {
      Authorization: await hospital.authorization('/cds-services/unknown'),
    },
  );
  const feedback = '/cds-services/ocrelizumab-order-select/feedback';
  const authorization = { Authorization: await hospital.authorization(feedback) };
  await postJson(`${hospital.url}${feedback}`, { feedback: [] }, authorization);
  metrics = await hospital.metrics();
}, 60_000);
afterAll(async () => {
  await hospital.close();
  await ehr.close();
});

describe('/metrics', () => {
  it.each([
    ['requests by service and status', 'cds_requests_total{service="ocrelizumab-order-sign",status="200"} 3'],
    [
      'feedback by service and status',
      'cds_requests_total{service="ocrelizumab-order-select",status="200"} 1',
    ],
    ['refused requests', 'cds_requests_total{service="ocrelizumab-order-sign",status="401"} 1'],
    [
      'requests to what is not there, under no name a caller made up',
      'cds_requests_total{service="none",status="404"} 1',
    ],
    [
      'calls by EHR and outcome',
      'cds_hooks_total{service="ocrelizumab-order-sign",ehr="General Hospital",outcome="answered"} 3',
    ],
    [
      'calls that cannot be read, by EHR',
      'cds_hooks_total{service="ocrelizumab-order-sign",ehr="General Hospital",outcome="invalid-request"} 1',
    ],
    [
      'calls for another hook, by EHR',
      'cds_hooks_total{service="ocrelizumab-order-sign",ehr="General Hospital",outcome="hook-mismatch"} 1',
    ],
    [
      'calls about the drug',
      'cds_hooks_judged_total{service="ocrelizumab-order-sign",ehr="General Hospital"} 2',
    ],
    [
      'calls that send no orders',
      'cds_calls_without_orders_total{ehr="General Hospital",reason="not-sent"} 1',
    ],
    ['how long answers take', 'cds_hook_seconds_count{service="ocrelizumab-order-sign"} 3'],
    ['cards by EHR, topic and indicator', 'cds_cards_total{ehr="General Hospital",topic="couldNotCheck",'],
    ['what could not be judged, and why', 'cds_unchecked_total{fact="labs.igg",reason="no unit"} 2'],
    [
      'what an EHR sends',
      'cds_prefetch_total{ehr="General Hospital",key="conditions",state="supplied",reason=""} 2',
    ],
    [
      'what could not be fetched',
      'cds_prefetch_total{ehr="General Hospital",key="conditions",state="failed",reason="server-error"} 1',
    ],
    ['how long FHIR servers take', 'cds_fhir_seconds_count{ehr="General Hospital",outcome="answered"} 1'],
    ['failures of FHIR servers', 'cds_fhir_seconds_count{ehr="General Hospital",outcome="server-error"} 1'],
    ['refused tokens by reason', 'cds_jwt_failures_total{reason="wrong-audience",ehr="General Hospital"} 1'],
    ['the deck', 'cds_deck_info{version="'],
  ])('counts %s', (_, line) => {
    expect(metrics).toContain(line);
  });
});

it('leaves a line of a call without orders, and nothing of its patient', () => {
  const lines = hospital.log.filter((line) => line.includes('go unchecked')).map((line) => JSON.parse(line));
  expect(lines).toEqual([
    {
      level: 40,
      time: expect.any(Number),
      requestId: expect.any(String),
      service: 'ocrelizumab-order-sign',
      ehr: 'General Hospital',
      missing: 'not-sent',
      msg: 'orders of the call go unchecked',
    },
  ]);
});

describe('the reason under which an unjudged fact is counted', () => {
  it.each<[string, Parameters<typeof uncheckedReason>[0]]>([
    ['timeout', { state: 'unavailable', reason: 'the EHR did not answer in time', failure: 'timeout' }],
    ['forbidden', { state: 'unavailable', reason: 'the EHR refused access', failure: 'forbidden' }],
    ['unauthorized', { state: 'unavailable', reason: 'the EHR refused access', failure: 'unauthorized' }],
    ['server-error', { state: 'usable', reason: 'not every dose could be read', failure: 'server-error' }],
    ['too-old', { state: 'stale', reason: 'older than 1 Mar 2025, not judged' }],
    ['no final status', { state: 'unusable', reason: 'no final status' }],
    ['unusable', { state: 'unusable', reason: 'entered on 3 Oct' }],
    ['unavailable', { state: 'unavailable' }],
  ])('is %s of %j', (counted, fact) => {
    expect(uncheckedReason(fact)).toBe(counted);
  });
});
