import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, jest } from '@jest/globals';
import Database from 'libsql';
import request from 'supertest';
import { readConfig } from '../../src/config.js';
import { resourcesOf } from '../../src/gather/from-bundle.js';
import type { Report } from '../../src/report/report.js';
import { openService, type Service } from '../../src/service.js';
import type { Story } from '../../src/stories/story.js';
import { storyRequest } from '../../src/stories/story-request.js';
import { identifyingTexts, textsFoundIn } from '../support/identifying-texts.js';
import { stories } from '../support/judge-story.js';
import { eventually, readableLog } from './entries.js';

const DAY_MS = 86_400_000;
const TOKEN = 'a-token-of-good-length';
const STORY = storyNamed('naive-low-igg');

/** Opening the service compiles the deck, which takes its time on a busy machine. */
jest.setTimeout(30_000);

let folder: string;
let files = 0;
let file: string;
let now: number;
let hourly: (() => void) | undefined;
let lines: readonly string[];
let service: Service;

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'ocrelizumab-cds-service-'));
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));
beforeEach(() => {
  file = join(folder, `${++files}.sqlite`);
  now = noonOf(STORY);
});
afterEach(() => service.close());

function storyNamed(name: string): Story {
  const story = stories.get(name);
  if (story === undefined) throw new Error(`There is no story ${name}`);
  return story;
}

function noonOf({ today }: Story): number {
  return Date.parse(`${today}T12:00:00Z`);
}

/** The whole service on a clock and a timer of the test. */
async function start(settings: Record<string, string> = {}): Promise<void> {
  const readable = readableLog();
  lines = readable.lines;
  service = await openService({
    config: readConfig({ NODE_ENV: 'test', TIME_ZONE: 'UTC', JOURNAL_FILE: file, ...settings }),
    deckDirectory: fileURLToPath(new URL('../../cards', import.meta.url)),
    fetch,
    clock: () => now,
    every: (callback) => {
      hourly = callback;
      return () => {
        hourly = undefined;
      };
    },
    log: readable.log,
  });
}

async function tell(story: Story, hook = story.hooks[0] ?? 'order-sign') {
  now = noonOf(story);
  const answer = await request(service.app)
    .post(`/cds-services/ocrelizumab-${hook}`)
    .send(storyRequest(story, hook, service.deck));
  return answer.body.cards ?? [];
}

function rows(sql: string): readonly Record<string, unknown>[] {
  const database = new Database(file, { readonly: true });
  const found = database.prepare(sql).all() as Record<string, unknown>[];
  database.close();
  return found;
}

const reportAs = (authorization: string) =>
  request(service.app).get('/report?format=json&days=1').set('Authorization', authorization);

describe('the report of a service', () => {
  it('is closed unless REPORT_TOKEN is set', async () => {
    await start();
    expect((await reportAs(`Bearer ${TOKEN}`)).status).toBe(403);
  });

  it('opens to its own credential alone, and counts the card shown and what was done with it', async () => {
    await start({ REPORT_TOKEN: TOKEN, REPORT_OVERRIDE_PERCENT: '75' });
    const [card] = await tell(STORY);
    const [suggestion] = card.suggestions;
    const feedback = [
      {
        card: card.uuid,
        outcome: 'accepted',
        acceptedSuggestions: [{ id: suggestion.uuid }],
        outcomeTimestamp: new Date(now).toISOString(),
      },
    ];
    const path = '/cds-services/ocrelizumab-order-select/feedback';
    expect((await request(service.app).post(path).send({ feedback })).status).toBe(200);

    expect((await reportAs('Bearer another-token-of-length')).status).toBe(401);
    const counted = await eventually(async () => {
      const report: Report = (await reportAs(`Bearer ${TOKEN}`)).body;
      const topic = report.topics.find(({ topic }) => topic === card.source.topic.code);
      expect(topic).toBeDefined();
      return { ...topic, overrideRate: report.limits.overrideRate };
    });
    expect(counted).toMatchObject({
      shown: 1,
      accepted: 1,
      suggestions: expect.arrayContaining([{ label: suggestion.label, offered: 1, accepted: 1 }]),
      overrideRate: 0.75,
    });
  });
});

describe('the journal of a service', () => {
  it('keeps nothing that identifies a patient of any story, no day and no number of theirs', async () => {
    await start();
    for (const story of stories.values()) for (const hook of story.hooks) await tell(story, hook);
    await service.close();
    const tables = ['hook_call', 'shown_card', 'offered_suggestion'];
    const kept = tables.flatMap((table) => rows(`SELECT * FROM ${table}`));
    expect(rows('SELECT DISTINCT topic FROM shown_card').length).toBeGreaterThan(20);
    const text = JSON.stringify(kept);
    const records = [...stories.values()].flatMap(({ bundle }) => resourcesOf(bundle));
    const patients = records.filter(({ resourceType }) => resourceType === 'Patient');
    const references = records.map(({ resourceType }) => `${resourceType}/`);
    expect(textsFoundIn(text, identifyingTexts(patients), references)).toEqual([]);
    expect(text.match(/\d{4}-\d\d-\d\d|\d{1,2} [A-Z][a-z]{2} \d{4}/g)).toBeNull();
    const facts = rows('SELECT facts FROM shown_card').flatMap((row) => JSON.parse(String(row.facts)));
    expect(facts.some((fact) => fact.ageDays > 0)).toBe(true);
    expect(facts.filter((fact) => 'value' in fact)).toEqual([]);
  }, 60_000);

  it('keeps numbers of facts where JOURNAL_VALUES allows them', async () => {
    await start({ JOURNAL_VALUES: 'true' });
    await tell(STORY);
    await service.close();
    const facts = rows('SELECT facts FROM shown_card').flatMap((row) => JSON.parse(String(row.facts)));
    expect(facts).toContainEqual(expect.objectContaining({ name: 'labs.igg', value: expect.any(Number) }));
  });

  it('forgets by itself what is older than JOURNAL_RETENTION_DAYS', async () => {
    await start({ JOURNAL_RETENTION_DAYS: '30' });
    await tell(STORY);
    await eventually(() => expect(rows('SELECT * FROM hook_call')).toHaveLength(1));
    now += 31 * DAY_MS;
    hourly?.();
    await eventually(() => expect(rows('SELECT * FROM hook_call')).toEqual([]));
    await eventually(() =>
      expect(lines.filter((line) => line.includes('retention applied'))).toHaveLength(1),
    );
  });

  it('keeps everything where JOURNAL_RETENTION_DAYS is not set, and ends its timer with the service', async () => {
    await start();
    await tell(STORY);
    now += 36_500 * DAY_MS;
    hourly?.();
    await service.close();
    expect(hourly).toBeUndefined();
    expect(rows('SELECT * FROM hook_call')).toHaveLength(1);
  });
});
