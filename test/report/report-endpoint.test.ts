import { describe, expect, it } from '@jest/globals';
import express from 'express';
import request from 'supertest';
import { CdsError, toOperationOutcome } from '../../src/errors.js';
import { reportRouter } from '../../src/http/report.js';
import { crossOrigin } from '../../src/http/response-headers.js';
import { type Journal, JournalUnreachable } from '../../src/journal/journal.js';
import type { Period } from '../../src/journal/tally.js';
import { retirementAbove } from '../../src/report/report.js';
import { readableLog } from '../journal/entries.js';
import { EMPTY } from './tallies.js';

const TOKEN = 'a-token-of-good-length';
const COMMENTS = [
  { at: '2026-10-30T08:00:00.000Z', ehr: 'General Hospital', topic: 'pml', comment: '=told, "twice"' },
  { at: '2026-10-29T08:00:00.000Z', ehr: 'General Hospital', comment: 'known' },
];
const BEARER = `Bearer ${TOKEN}`;

/** A service with the report alone, and the periods that were read for it. */
function service(token: string | undefined, tally?: Journal['tally']) {
  const periods: Period[] = [];
  const { lines, log } = readableLog();
  const journal = {
    tally: async (period: Period) => {
      periods.push(period);
      return tally?.(period) ?? EMPTY;
    },
    comments: async (period: Period) => {
      periods.push(period);
      return COMMENTS;
    },
  };
  const handler: express.ErrorRequestHandler = (error, _request, response, _next) => {
    if (error instanceof CdsError) response.status(error.status).json(toOperationOutcome(error));
    else response.status(500).json({ unexpected: String(error) });
  };
  const clock = () => new Date('2026-10-31T12:00:00Z');
  const app = express()
    .use(crossOrigin(['https://ehr.example.org']))
    .use(reportRouter({ journal, clock, token, limits: retirementAbove(90), log }))
    .use(handler);
  return { app, periods, lines };
}

describe('GET /report without a credential set', () => {
  it('is closed, whatever is shown, and says how to open it', async () => {
    const { app, periods } = service(undefined);
    for (const authorization of [BEARER, 'Bearer undefined', 'Bearer', '']) {
      const answer = await request(app).get('/report').set('Authorization', authorization);
      expect(answer.status).toBe(403);
      expect(answer.body.issue[0].details.text).toContain('REPORT_TOKEN');
    }
    expect(periods).toEqual([]);
  });
});

describe('GET /report', () => {
  const basic = (text: string) => `Basic ${Buffer.from(text).toString('base64')}`;

  it.each([
    ['as a bearer token', BEARER],
    ['as a bearer token, in lower case', `bearer ${TOKEN}`],
    ['as the password of anyone', basic(`someone:${TOKEN}`)],
    ['as the password of no one', basic(`:${TOKEN}`)],
  ])('opens with the credential %s', async (_, authorization) => {
    const answer = await request(service(TOKEN).app).get('/report').set('Authorization', authorization);
    expect(answer.status).toBe(200);
  });

  it.each([
    ['no credential', ''],
    ['another', 'Bearer another-token-of-length'],
    ['the start of it', `Bearer ${TOKEN.slice(0, -1)}`],
    ['more than it', `Bearer ${TOKEN}x`],
    ['it as a user name', basic(`${TOKEN}:`)],
    ['it in another scheme', `Digest ${TOKEN}`],
    ['it in clear where Basic has base64', `Basic ${TOKEN}`],
    ['Basic with nothing', 'Basic'],
    ['an empty bearer token', 'Bearer '],
  ])('stays closed to %s, without a word', async (_, authorization) => {
    const { app, periods } = service(TOKEN);
    const answer = await request(app).get('/report').set('Authorization', authorization);
    expect(answer.status).toBe(401);
    expect(answer.text).toBe('');
    expect(answer.headers['www-authenticate']).toMatch(/^Basic realm="report"/);
    expect(periods).toEqual([]);
  });

  it.each([
    ['a page to a browser', '', 'text/html,application/xhtml+xml,*/*;q=0.8', 'text/html; charset=utf-8'],
    ['a page to whoever takes anything', '', '*/*', 'text/html; charset=utf-8'],
    ['JSON where it is wanted', '', 'application/json', 'application/json; charset=utf-8'],
    ['CSV where it is wanted', '', 'text/csv', 'text/csv; charset=utf-8'],
    ['JSON to whoever takes none of them', '', 'image/png', 'application/json; charset=utf-8'],
    ['the format asked for before what is accepted', '?format=csv', 'text/html', 'text/csv; charset=utf-8'],
  ])('gives %s', async (_, query, accept, type) => {
    const answer = await request(service(TOKEN).app)
      .get(`/report${query}`)
      .set({ Authorization: BEARER, Accept: accept });
    expect(answer.status).toBe(200);
    expect(answer.headers['content-type']).toBe(type);
  });

  it('sends the page under a policy that lets no script run, and nothing into a cache', async () => {
    const answer = await request(service(TOKEN).app).get('/report').set('Authorization', BEARER);
    expect(answer.headers['content-security-policy']).toMatch(
      /^default-src 'none'; style-src 'sha256-[^']+';/,
    );
    expect(answer.headers['cache-control']).toBe('no-store');
    expect(answer.headers.vary).toBe('Origin, Accept, Authorization');
  });

  it('reads the period asked for, and the one before', async () => {
    const { app, periods } = service(TOKEN);
    await request(app).get('/report?from=2026-10-11&to=2026-10-20').set('Authorization', BEARER);
    expect(periods.map(({ from }) => from.toISOString().slice(0, 10))).toEqual(['2026-10-11', '2026-10-01']);
  });

  it.each(['days=x', 'days=1&days=2', 'from=yesterday', 'format=pdf', 'format=csv&format=json'])(
    'answers 400 to ?%s',
    async (query) => {
      const answer = await request(service(TOKEN).app).get(`/report?${query}`).set('Authorization', BEARER);
      expect(answer.status).toBe(400);
      expect(answer.body.resourceType).toBe('OperationOutcome');
    },
  );

  it('answers 405 to another method', async () => {
    const answer = await request(service(TOKEN).app).post('/report').set('Authorization', BEARER);
    expect(answer.status).toBe(405);
  });

  it('answers 503 with Retry-After while the journal is away', async () => {
    const { app } = service(TOKEN, async () => Promise.reject(new JournalUnreachable('test')));
    const answer = await request(app).get('/report').set('Authorization', BEARER);
    expect(answer.status).toBe(503);
    expect(Number(answer.headers['retry-after'])).toBeGreaterThan(0);
  });
});

describe('GET /report/comments', () => {
  it.each([
    ['without a credential set', undefined, BEARER, 403],
    ['to another credential', TOKEN, 'Bearer another-token-of-length', 401],
    ['to none', TOKEN, '', 401],
  ])('is closed %s, and reads nothing', async (_, token, authorization, status) => {
    const { app, periods } = service(token);
    const answer = await request(app).get('/report/comments').set('Authorization', authorization);
    expect(answer.status).toBe(status);
    expect(answer.text).not.toContain('known');
    expect(periods).toEqual([]);
  });

  it('gives the comments of the period to the report’s credential, and nothing into a cache', async () => {
    const { app, periods } = service(TOKEN);
    const answer = await request(app).get('/report/comments?days=2').set('Authorization', BEARER);
    expect(answer.body).toEqual(COMMENTS);
    expect(answer.headers['cache-control']).toBe('no-store');
    expect(periods.map(({ from }) => from.toISOString())).toEqual(['2026-10-30T00:00:00.000Z']);
  });

  it('gives them as CSV, which no spreadsheet runs', async () => {
    const path = '/report/comments?format=csv';
    const answer = await request(service(TOKEN).app).get(path).set('Authorization', BEARER);
    expect(answer.headers['content-type']).toBe('text/csv; charset=utf-8');
    expect(answer.text.split('\r\n')).toEqual([
      'at,ehr,topic,comment',
      `2026-10-30T08:00:00.000Z,General Hospital,pml,"'=told, ""twice"""`,
      '2026-10-29T08:00:00.000Z,General Hospital,,known',
      '',
    ]);
  });

  it('leaves a line when they are read or refused, without the credential or a comment', async () => {
    const { app, lines } = service(TOKEN);
    const ask = (authorization: string) =>
      request(app).get('/report/comments').set('Authorization', authorization);
    await ask('');
    expect(lines).toEqual([]);
    await ask('Bearer another-token-of-length');
    await ask(BEARER);
    expect(lines).toHaveLength(2);
    expect(lines[0]).toContain('the report was refused');
    expect(lines[1]).toContain('comments were read');
    expect(lines.join()).not.toMatch(/token-of|told|known/);
  });

  it('has no page', async () => {
    const path = '/report/comments?format=html';
    const answer = await request(service(TOKEN).app).get(path).set('Authorization', BEARER);
    expect(answer.status).toBe(400);
  });
});
