import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import express from 'express';
import Database from 'libsql';
import request from 'supertest';
import { toOperationOutcome } from '../../src/errors.js';
import { asCdsError } from '../../src/http/as-cds-error.js';
import { feedbackRouter } from '../../src/http/feedback.js';
import { type Journal, JournalUnreachable } from '../../src/journal/journal.js';
import { openJournal } from '../../src/journal/open-journal.js';
import { send } from '../http/cds-service.js';
import { serve } from '../support/serve.js';
import { CARD, readableLog, SUGGESTION } from './entries.js';

const PATH = '/cds-services/ocrelizumab-order-sign/feedback';
const accepted = {
  card: CARD,
  outcome: 'accepted',
  acceptedSuggestions: [{ id: SUGGESTION }],
  outcomeTimestamp: '2026-10-15T10:01:00Z',
};

/** Renders errors as the service's own handler does. */
function app(journal: Pick<Journal, 'recordFeedback'>, log = readableLog().log) {
  const router = feedbackRouter({
    services: [{ id: 'ocrelizumab-order-sign' }, { id: 'ocrelizumab-patient-view' }],
    journal,
    senderOf: (response) => ({ ehr: 'General Hospital', tenant: response.locals.tenant ?? 'north' }),
    log,
  });
  const handler: express.ErrorRequestHandler = (thrown, _request, response, _next) => {
    const error = asCdsError(thrown);
    response.status(error.status).json(toOperationOutcome(error));
  };
  return express().use(router).use(handler);
}

describe('POST …/feedback', () => {
  let folder: string;
  let journal: Journal;
  let file: string;
  let files = 0;

  beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), 'ocrelizumab-cds-feedback-'));
  });
  afterAll(() => rmSync(folder, { recursive: true, force: true }));

  beforeEach(async () => {
    file = join(folder, `${++files}.sqlite`);
    journal = await openJournal({
      file,
      clock: () => new Date('2026-10-15T10:02:00Z'),
      log: readableLog().log,
      onDrop: () => undefined,
    });
  });
  afterEach(() => journal.close());

  const stored = () => {
    const database = new Database(file);
    const rows = database
      .prepare('SELECT card, outcome, service, ehr, tenant, user_comment FROM feedback')
      .all();
    database.close();
    return rows;
  };

  it('answers 200 {} when the feedback is on disk', async () => {
    const answer = await request(app(journal))
      .post(PATH)
      .send({ feedback: [accepted] });
    expect(answer.status).toBe(200);
    expect(answer.body).toEqual({});
    expect(answer.type).toBe('application/json');
    expect(stored()).toEqual([
      {
        card: CARD,
        outcome: 'accepted',
        service: 'ocrelizumab-order-sign',
        ehr: 'General Hospital',
        tenant: 'north',
        user_comment: null,
      },
    ]);
  });

  it('answers a repeat the same, and stores it once', async () => {
    const service = app(journal);
    for (let time = 0; time < 3; time++) {
      const answer = await request(service)
        .post(PATH)
        .send({ feedback: [accepted] });
      expect([answer.status, answer.body]).toEqual([200, {}]);
    }
    expect(stored()).toHaveLength(1);
  });

  it('takes an empty batch', async () => {
    const answer = await request(app(journal)).post(PATH).send({ feedback: [] });
    expect([answer.status, answer.body]).toEqual([200, {}]);
  });

  it('takes the good items of a batch and names the faulty', async () => {
    const feedback = [accepted, { ...accepted, outcome: 'liked' }, { ...accepted, card: 'other' }, 7];
    const answer = await request(app(journal)).post(PATH).send({ feedback });
    expect(answer.status).toBe(200);
    expect(answer.body).toEqual({
      resourceType: 'OperationOutcome',
      issue: [
        {
          severity: 'warning',
          code: 'invalid',
          details: { text: 'Not stored: feedback[1].outcome must be "accepted" or "overridden" (cds-fb-1).' },
          expression: ['feedback[1].outcome'],
        },
        {
          severity: 'warning',
          code: 'invalid',
          details: { text: 'Not stored: feedback[3] must be an object.' },
          expression: ['feedback[3]'],
        },
      ],
    });
    expect(stored()).toMatchObject([{ card: CARD }, { card: 'other' }]);
  });

  it.each([
    ['a body that is no feedback', { hook: 'order-sign' }, 'invalid-request'],
    ['a batch of which nothing can be stored', { feedback: [{ card: CARD }, {}] }, 'invalid-request'],
    ['a single object that cannot be stored', { card: CARD, outcome: 'liked' }, 'invalid-request'],
  ])('answers 400 to %s', async (_, body, code) => {
    const answer = await request(app(journal)).post(PATH).send(body);
    expect(answer.status).toBe(400);
    expect(answer.body).toMatchObject({
      resourceType: 'OperationOutcome',
      issue: [{ details: { coding: [{ code }] } }],
    });
    expect(stored()).toEqual([]);
  });

  it.each([
    ['no body', 400, 'application/json', ''],
    ['half a body', 400, 'application/json', '{"feedback":'],
    ['text', 415, 'text/plain', '{"feedback":[]}'],
  ])('answers %s with %i', async (_, status, type, body) => {
    const answer = await request(app(journal)).post(PATH).type(type).send(body);
    expect(answer.status).toBe(status);
    expect(answer.body.resourceType).toBe('OperationOutcome');
  });

  it('answers 404 for a service that does not exist', async () => {
    const answer = await request(app(journal))
      .post('/cds-services/other/feedback')
      .send({ feedback: [accepted] });
    expect(answer.status).toBe(404);
    expect(answer.body.issue[0].details.coding[0].code).toBe('unknown-service');
    expect(stored()).toEqual([]);
  });

  it('answers 405 to another method', async () => {
    const answer = await request(app(journal)).get(PATH);
    expect(answer.status).toBe(405);
    expect(answer.headers.allow).toBe('POST, OPTIONS');
  });

  it('answers 413 to more items than a batch may have', async () => {
    const feedback = Array.from({ length: 5_001 }, () => accepted);
    const answer = await request(app(journal)).post(PATH).send({ feedback });
    expect(answer.status).toBe(413);
    expect(stored()).toEqual([]);
  });

  it('answers 413 to a body larger than feedback ever is, however small its compressed form', async () => {
    const body = gzipSync(`{"feedback":[${'1,'.repeat(600_000)}1]}`);
    expect(body.length).toBeLessThan(10_000);
    const served = await serve(app(journal));
    const answer = await send(`${served.url}${PATH}`, {
      method: 'POST',
      headers: { 'Content-Type': 'application/json', 'Content-Encoding': 'gzip' },
      body,
    });
    await served.close();
    expect(answer.status).toBe(413);
    expect(answer.json.issue[0].details.coding[0].code).toBe('body-too-large');
  });

  it('names the first faults of many, and counts the others', async () => {
    const wrong = Array.from({ length: 3_000 }, () => 1);
    const some = await request(app(journal))
      .post(PATH)
      .send({ feedback: [accepted, ...wrong] });
    expect(some.status).toBe(200);
    expect(some.body.issue).toHaveLength(101);
    expect(some.body.issue.at(-1).details.text).toBe('Not stored: 2900 more items.');
    const none = await request(app(journal)).post(PATH).send({ feedback: wrong });
    expect(none.status).toBe(400);
    expect(none.body.issue[0].expression).toHaveLength(20);
    expect(none.body.issue[0].details.text).toMatch(/; and 2980 more\.$/);
  });

  it('answers 400 to a card with more accepted suggestions than any offers', async () => {
    const acceptedSuggestions = Array.from({ length: 21 }, (_, index) => ({ id: `${index}` }));
    const answer = await request(app(journal))
      .post(PATH)
      .send({ feedback: [{ ...accepted, acceptedSuggestions }] });
    expect(answer.status).toBe(400);
    expect(answer.body.issue[0].details.text).toContain('must name at most 20 suggestions');
    expect(stored()).toEqual([]);
  });

  it('stores the user’s comment and logs no word of it, nor of the card', async () => {
    const { lines, log } = readableLog();
    const overridden = {
      card: 'card-of-jane',
      outcome: 'overridden',
      overrideReason: { userComment: 'Jane Doe refuses' },
    };
    await request(app(journal, log))
      .post(PATH)
      .send({ feedback: [overridden, { ...overridden, outcome: 'Jane Doe' }] });
    expect(stored()).toMatchObject([{ user_comment: 'Jane Doe refuses' }]);
    expect(lines).toHaveLength(1);
    expect(lines.join()).toContain('"faulty":1');
    expect(lines.join()).not.toMatch(/jane|refuses/i);
  });
});

describe('POST …/feedback while the journal is away', () => {
  it('answers 503 with Retry-After', async () => {
    const away = { recordFeedback: async () => Promise.reject(new JournalUnreachable('test')) };
    const answer = await request(app(away))
      .post(PATH)
      .send({ feedback: [accepted] });
    expect(answer.status).toBe(503);
    expect(Number(answer.headers['retry-after'])).toBeGreaterThan(0);
    expect(answer.body.issue[0].details.coding[0].code).toBe('journal-unavailable');
  });

  it('does not call a fault of its own an outage', async () => {
    const broken = { recordFeedback: async () => Promise.reject(new TypeError('test')) };
    expect(
      (
        await request(app(broken))
          .post(PATH)
          .send({ feedback: [accepted] })
      ).status,
    ).toBe(500);
  });
});
