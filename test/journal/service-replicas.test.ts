import { randomUUID } from 'node:crypto';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { performance } from 'node:perf_hooks';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { stringify } from 'yaml';
import type { Report } from '../../src/report/report.js';
import { shiftDates } from '../../src/stories/shift-dates.js';
import { storyRequest } from '../../src/stories/story-request.js';
import { type EhrKeys, generateEhrKeys } from '../support/ehr-keys.js';
import { loadProjectDeck, stories } from '../support/judge-story.js';
import { queryPostgres, startPostgres, type TestPostgres } from '../support/postgres.js';
import { type ServiceProcess, startService } from '../support/service-process.js';
import { eventually } from './entries.js';

const BASE_URL = 'https://cds.example.org';
const ISSUER = 'https://ehr.example.org';
const SERVICE = '/cds-services/ocrelizumab-order-select';
const FEEDBACK = `${SERVICE}/feedback`;
const REPORT_TOKEN = 'a-token-of-good-length';
const COMMENT = 'Jane Doe has been told';

let postgres: TestPostgres;
let folder: string;
let databaseUrl: string;
let keys: EhrKeys;
let here: ServiceProcess;
let there: ServiceProcess;

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'ocrelizumab-cds-replicas-'));
  [postgres, keys] = await Promise.all([startPostgres(), generateEhrKeys('ES384', 'key-1')]);
  databaseUrl = await postgres.createDatabase();
  const ehrsFile = join(folder, 'ehrs.yaml');
  const ehr = {
    name: 'General Hospital',
    issuer: ISSUER,
    jwks: { keys: [keys.publicJwk] },
    algorithms: ['ES384'],
    fhirBases: ['https://ehr.example.org/fhir'],
  };
  writeFileSync(ehrsFile, stringify({ ehrs: [ehr] }));
  const settings = { BASE_URL, DATABASE_URL: databaseUrl, EHRS_FILE: ehrsFile, REPORT_TOKEN };
  // At once, on a database without a single table.
  [here, there] = await Promise.all([startService(settings), startService(settings)]);
}, 90_000);
afterAll(async () => {
  await Promise.all([here?.kill(), there?.kill()]);
  await postgres.remove();
  rmSync(folder, { recursive: true, force: true });
});

const tokenFor = (path: string) =>
  keys.token({ issuer: ISSUER, audience: `${BASE_URL}${path}`, now: Date.now() });

async function post({ url }: ServiceProcess, path: string, body: object, token?: string) {
  const started = performance.now();
  const response = await fetch(url + path, {
    method: 'POST',
    headers: {
      Authorization: `Bearer ${token ?? (await tokenFor(path))}`,
      'Content-Type': 'application/json',
    },
    body: JSON.stringify(body),
  });
  const text = await response.text();
  return {
    status: response.status,
    headers: response.headers,
    body: text === '' ? undefined : JSON.parse(text),
    ms: performance.now() - started,
  };
}

/** A call of an EHR today; every call is another order. */
function hookCall(): object {
  const story = stories.get('naive-low-igg');
  if (story === undefined) throw new Error('the story is gone');
  const told = { ...storyRequest(story, 'order-select', deck), hookInstance: randomUUID() };
  return JSON.parse(shiftDates(JSON.stringify(told), story.today, new Date().toISOString().slice(0, 10)));
}
const deck = loadProjectDeck();

const overridden = (card: string) => ({
  feedback: [{ card, outcome: 'overridden', overrideReason: { userComment: COMMENT } }],
});

const journalState = async ({ url }: ServiceProcess) => {
  const response = await fetch(`${url}/health/ready`);
  const { ready, journal } = (await response.json()) as { ready: boolean; journal: string };
  return { status: response.status, ready, journal };
};

const WELL = { status: 200, ready: true, journal: 'ok' };

describe('two services that start at once on one empty PostgreSQL', () => {
  it('are both ready', async () => {
    expect([await journalState(here), await journalState(there)]).toEqual([WELL, WELL]);
  });

  it('refuse at one, without a word, a token that was used at the other', async () => {
    const token = await tokenFor(SERVICE);
    expect((await post(here, SERVICE, hookCall(), token)).status).toBe(200);
    for (const replica of [there, here]) {
      const answer = await post(replica, SERVICE, hookCall(), token);
      expect([answer.status, answer.body]).toEqual([401, undefined]);
    }
  });

  it('let a token that is sent to both at once pass at one', async () => {
    for (let round = 0; round < 10; round++) {
      const token = await tokenFor(SERVICE);
      const answers = await Promise.all([here, there].map((one) => post(one, SERVICE, hookCall(), token)));
      expect(answers.map(({ status }) => status).sort()).toEqual([200, 401]);
    }
  });

  it('join feedback sent to one with the card that the other showed', async () => {
    const [card] = (await post(here, SERVICE, hookCall())).body.cards;
    const [suggestion] = card.suggestions;
    const feedback = {
      card: card.uuid,
      outcome: 'accepted',
      acceptedSuggestions: [{ id: suggestion.uuid }],
      outcomeTimestamp: new Date().toISOString(),
    };
    expect((await post(there, FEEDBACK, { feedback: [feedback] })).status).toBe(200);
    await eventually(async () => {
      const response = await fetch(`${there.url}/report?days=2`, {
        headers: { Authorization: `Bearer ${REPORT_TOKEN}`, Accept: 'application/json' },
      });
      const { ehrs } = (await response.json()) as Report;
      expect(ehrs).toMatchObject([
        {
          ehr: 'General Hospital',
          unmatchedFeedback: 0,
          topics: expect.arrayContaining([
            expect.objectContaining({ topic: card.source.topic.code, accepted: 1 }),
          ]),
        },
      ]);
    });
  });
});

describe('a service whose database goes down', () => {
  const calls = async (count: number) => {
    const answers = [];
    for (let call = 0; call < count; call++) answers.push(await post(here, SERVICE, hookCall()));
    return answers;
  };
  const median = (answers: readonly { readonly ms: number }[]) =>
    answers.map(({ ms }) => ms).sort((a, b) => a - b)[Math.floor(answers.length / 2)] ?? 0;
  const stored = async () =>
    Number((await queryPostgres(databaseUrl, 'SELECT COUNT(*) FROM hook_call'))[0]?.count);

  it('answers hooks at full speed, refuses feedback with 503, says so, and recovers without a restart', async () => {
    const before = await calls(60);
    // Calls of the tests before may still be on their way to the database.
    await eventually(async () => {
      const count = await stored();
      expect(count).toBeGreaterThanOrEqual(60);
      await new Promise((resolve) => setTimeout(resolve, 700));
      expect(await stored()).toBe(count);
    });
    const known = await stored();

    await postgres.stop();
    const during = await calls(60);
    expect(new Set([...before, ...during].map(({ status }) => status))).toEqual(new Set([200]));
    expect(during.every(({ body }) => body.cards.length > 0)).toBe(true);
    expect(median(during)).toBeLessThan(3 * median(before) + 20);

    const refused = await post(here, FEEDBACK, overridden('during'));
    expect(refused.status).toBe(503);
    expect(Number(refused.headers.get('retry-after'))).toBeGreaterThan(0);
    expect(refused.body.issue[0].details.coding[0].code).toBe('journal-unavailable');
    await eventually(async () =>
      expect(await journalState(here)).toEqual({ status: 200, ready: true, journal: 'unreachable' }),
    );
    const token = await tokenFor(SERVICE);
    expect((await post(here, SERVICE, hookCall(), token)).status).toBe(200);
    expect((await post(here, SERVICE, hookCall(), token)).status).toBe(401);

    await postgres.start();
    await eventually(async () =>
      expect([await journalState(here), await journalState(there)]).toEqual([WELL, WELL]),
    );
    expect((await post(here, FEEDBACK, overridden('after'))).status).toBe(200);
    await eventually(async () => expect(await stored()).toBe(known + during.length + 1));
    // What one used while it was alone, the other refuses now.
    await eventually(async () => expect((await post(there, SERVICE, hookCall(), token)).status).toBe(401));
    const metrics = await (await fetch(`${here.url}/metrics`)).text();
    expect(metrics).not.toMatch(/^cds_journal_dropped_total\{.*\} [1-9]/m);
  }, 60_000);
});

it('neither logs a comment, a token or a name', async () => {
  const lines = [...here.lines, ...there.lines].join('\n');
  expect(lines).toContain('hook answered');
  expect(lines).toContain('journal unreachable');
  expect(lines).not.toContain(COMMENT);
  expect(lines).not.toMatch(/eyJ|Moreau|Bearer|a-token-of/);
});
