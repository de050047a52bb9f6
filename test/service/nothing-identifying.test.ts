import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import { resourcesOf } from '../../src/gather/from-bundle.js';
import { resourceTypeOf } from '../../src/gather/query-template.js';
import type { HookName } from '../../src/request/hook-request.js';
import type { Card } from '../../src/request/hook-response.js';
import type { Story } from '../../src/stories/story.js';
import { storyRequest } from '../../src/stories/story-request.js';
import { postJson } from '../http/cds-service.js';
import type { Fault } from '../support/fhir-server/faults.js';
import {
  type FhirServer,
  lentAccess,
  startFhirServer,
  TEST_TOKEN,
} from '../support/fhir-server/start-fhir-server.js';
import { type Hospital, openHospital } from '../support/hospital.js';
import { identifyingTexts, textsFoundIn } from '../support/identifying-texts.js';
import { loadProjectDeck, stories } from '../support/judge-story.js';

/**
 * Every story through the whole service, open and with tokens, with whatever may go wrong on the way; then
 * everything that left the service beside its answers is searched for everything that tells of a patient.
 */
const deck = loadProjectDeck();
const COMMENT = 'Mrs Roe asked me to wait until her sister has visited';
const told = [...stories.values()].flatMap((story) => story.hooks.map((hook) => ({ story, hook })));
/** Names of our own that a record may use as words: of topics, facts and queries, and the drug in the services' names. */
const { labs, history, orders, queries } = deck.source.definitions;
const OWN_NAMES = [
  'ocrelizumab',
  ...deck.cards.map(({ definition }) => definition.id),
  ...[labs, history, orders, queries].flatMap(Object.keys),
];
const texts = new Set(
  [...identifyingTexts([...stories.values()].flatMap(recordOf))].filter((text) => !OWN_NAMES.includes(text)),
);

function recordOf({ bundle, draftOrders }: Story): readonly unknown[] {
  return [...resourcesOf(bundle), ...(draftOrders ? resourcesOf(draftOrders) : [])];
}

const SOME_TYPES = ['Patient', 'Condition', 'Observation', 'MedicationRequest'];
const TYPES = Object.values(deck.hooks['order-sign'].templates).map(resourceTypeOf);
const FAULTS: readonly Fault[] = [
  { kind: 'status', status: 403 },
  { kind: 'status', status: 500 },
  { kind: 'body', body: '<html><body>Jane Roe, MRN 203711</body></html>', contentType: 'text/html' },
  { kind: 'break-off' },
  { kind: 'redirect', to: 'http://127.0.0.1:1/fhir/Patient?name=Roe' },
];

let ehr: FhirServer;
const written: string[] = [];

beforeAll(async () => {
  ehr = await startFhirServer();
  for (const stream of [process.stdout, process.stderr]) {
    jest.spyOn(stream, 'write').mockImplementation((text) => {
      written.push(String(text));
      return true;
    });
  }
});
afterAll(async () => {
  jest.restoreAllMocks();
  await ehr.close();
});

describe.each([
  ['open', undefined],
  ['that knows its EHR', 'General Hospital'],
])('a service %s', (_, ehrName) => {
  let hospital: Hospital;
  const tokens: string[] = [TEST_TOKEN];

  const headersFor = async (path: string): Promise<Record<string, string>> => {
    if (ehrName === undefined) return {};
    const authorization = await hospital.authorization(path);
    tokens.push(authorization.replace('Bearer ', ''));
    return { Authorization: authorization };
  };

  async function tell(story: Story, hook: HookName, index: number): Promise<void> {
    hospital.setTime(Date.parse(`${story.today}T12:00:00Z`));
    const path = `/cds-services/ocrelizumab-${hook}`;
    const url = `${hospital.url}${path}`;
    const request = storyRequest(story, hook, deck);
    const access = lentAccess(ehr.baseUrl);
    const { json } = await postJson(url, { ...request, ...access }, await headersFor(path));
    await tellBack(path, json.cards ?? []);
    // What goes wrong does so alike in every story.
    if (index % 3 !== 0) return;
    const [fault] = FAULTS.slice((index / 3) % FAULTS.length);
    for (const type of index % 2 === 0 ? TYPES : SOME_TYPES) ehr.fault(type, fault);
    const { prefetch: __, ...bare } = request;
    await postJson(url, { ...bare, ...access }, await headersFor(path));
    ehr.reset();
    await postJson(url, JSON.stringify(request).slice(0, -1), await headersFor(path));
    await postJson(url, { ...request, hook: story.title }, await headersFor(path));
    await postJson(
      url,
      { ...request, context: { ...request.context, patientId: `${story.title} & more` } },
      await headersFor(path),
    );
    await postJson(
      `${url}-${encodeURIComponent(story.title)}`,
      request,
      await headersFor(`${path}-${story.title}`),
    );
  }

  async function tellBack(path: string, cards: readonly Card[]): Promise<void> {
    const feedback = cards.map(({ uuid }) => ({
      card: uuid,
      outcome: 'overridden',
      overrideReason: { reason: { code: 'other', system: 'urn:hospital' }, userComment: COMMENT },
      outcomeTimestamp: '2026-03-02T12:00:00Z',
    }));
    if (feedback.length > 0)
      await postJson(`${hospital.url}${path}/feedback`, { feedback }, await headersFor(`${path}/feedback`));
  }

  beforeAll(async () => {
    hospital = await openHospital(ehrName === undefined ? {} : { fhirBases: [ehr.baseUrl] });
    for (const [index, { story, hook }] of told.entries()) await tell(story, hook, index);
    if (ehrName !== undefined) {
      const path = '/cds-services/ocrelizumab-order-sign';
      for (const claims of [{ exp: 1 }, { aud: 'https://other' }, { sub: 'Jane Roe' }, { jti: 7 }]) {
        const authorization = await hospital.authorization(path, claims);
        tokens.push(authorization.replace('Bearer ', ''));
        await postJson(`${hospital.url}${path}`, '{}', { Authorization: authorization });
      }
    }
  }, 300_000);
  afterAll(() => hospital.close());

  it('logs every call and counts it, and tells nobody of a patient or a token', async () => {
    const log = hospital.log.join('');
    const metrics = await hospital.metrics();
    expect(hospital.log.length).toBeGreaterThan(told.length * 2);
    expect(metrics).toMatch(/cds_cards_total\{.*topic="hbvActive",indicator="critical"\} [1-9]/);
    expect(metrics).toMatch(/outcome="data-unobtainable"\} [1-9]/);
    const secrets = [...tokens, COMMENT];
    expect(textsFoundIn(log, texts, secrets)).toEqual([]);
    expect(textsFoundIn(metrics, texts, secrets)).toEqual([]);
    expect(textsFoundIn(written.join(''), texts, secrets)).toEqual([]);
  });
});

it('would find a patient in a log of the bodies, whatever the story', () => {
  for (const { story, hook } of told) {
    const body = JSON.stringify(storyRequest(story, hook, deck));
    const logged = JSON.stringify({ level: 30, requestId: 'x', body });
    expect(textsFoundIn(body, texts, []).length).toBeGreaterThan(3);
    expect(textsFoundIn(logged, texts, []).length).toBeGreaterThan(3);
  }
});
