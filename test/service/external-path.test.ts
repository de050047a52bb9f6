import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { storyRequest } from '../../src/stories/story-request.js';
import { postJson } from '../http/cds-service.js';
import { BASE_URL, type Hospital, openHospital } from '../support/hospital.js';
import { loadProjectDeck, stories } from '../support/judge-story.js';

const PATH = '/cds-services/ocrelizumab-order-sign';
const { pathname } = new URL(BASE_URL);

const story = stories.get('hbv-carrier');
if (story === undefined) throw new Error('there is no story hbv-carrier');
const call = storyRequest(story, 'order-sign', loadProjectDeck());

let hospital: Hospital;
beforeAll(async () => {
  hospital = await openHospital({
    now: Date.parse(`${story.today}T12:00:00Z`),
    fhirBases: [],
    environment: { WORKBENCH: 'open' },
  });
}, 60_000);
afterAll(() => hospital.close());

const post = async (path: string, authorization: string) =>
  postJson(`${hospital.url}${path}`, call, { Authorization: authorization });

describe.each([
  ['strips the path of BASE_URL', ''],
  ['passes it on', pathname],
])('behind a proxy that %s', (_, prefix) => {
  it('the services are listed, and called by the external URL as audience', async () => {
    expect((await fetch(`${hospital.url}${prefix}/cds-services`)).status).toBe(200);
    const { status, json } = await post(`${prefix}${PATH}`, await hospital.authorization(PATH));
    expect(status).toBe(200);
    expect(json.cards[0].source.topic.code).toBe('hbvActive');
  });

  it('feedback and health are found', async () => {
    expect((await fetch(`${hospital.url}${prefix}/health/live`)).status).toBe(200);
    const feedback = `${PATH}/feedback`;
    const { status } = await postJson(
      `${hospital.url}${prefix}${feedback}`,
      { feedback: [] },
      { Authorization: await hospital.authorization(feedback) },
    );
    expect(status).toBe(200);
  });

  it.each([
    ['another address as audience', `${pathname}${PATH}`],
    ['another service as audience', '/cds-services/ocrelizumab-patient-view'],
  ])('a token with %s is refused', async (_what, path) => {
    expect((await post(`${prefix}${PATH}`, await hospital.authorization(path))).status).toBe(401);
  });

  it.each([
    '/metrics/',
    '/METRICS',
    '/Metrics',
    '/health/live/',
    '/Health/ready',
    '/HEALTH/LIVE',
    '/report/',
  ])('another spelling of what a proxy keeps inside, %s, is not found', async (path) => {
    expect((await fetch(`${hospital.url}${prefix}${path}`)).status).toBe(404);
  });

  it('a hook called with a slash behind it is answered, and no less guarded', async () => {
    const path = `${PATH}/`;
    expect((await post(`${prefix}${path}`, await hospital.authorization(path))).status).toBe(200);
    expect((await post(`${prefix}${path}`, '')).status).toBe(401);
    expect((await fetch(`${hospital.url}${prefix}/cds-services/`)).status).toBe(200);
  });

  it.each(['', '/', '?x=1'])('the workbench is found at "%s"', async (rest) => {
    const { status, headers } = await fetch(`${hospital.url}${prefix}${rest}`);
    expect([status, headers.get('content-type')]).toEqual([200, expect.stringMatching(/^text\/html/)]);
  });
});

it.each(['/ocrelizumab2/cds-services', '/other/cds-services', '/ocrelizumab/ocrelizumab/cds-services'])(
  '%s leads nowhere',
  async (path) => {
    expect((await fetch(`${hospital.url}${path}`)).status).toBe(404);
  },
);
