import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { CdsError } from '../../src/errors.js';
import { orderSign, patientView } from '../request/requests.js';
import { postJson, RESPONSE, type RunningService, runService, SERVICES, send } from './cds-service.js';

let service: RunningService;

beforeAll(async () => {
  service = await runService({
    answer: async (description, request) => {
      if (request.hookInstance === 'unobtainable') {
        throw new CdsError('data-unobtainable', 'Neither prefetch nor the FHIR server gave any fact.');
      }
      return { cards: description.hook === 'patient-view' ? [] : RESPONSE.cards };
    },
  });
});

afterAll(() => service.close());

function url(path: string): string {
  return `${service.url}${path}`;
}

describe('discovery', () => {
  it('lists the services as they are', async () => {
    const answer = await send(url('/cds-services'));
    expect(answer.status).toBe(200);
    expect(answer.json).toEqual({ services: SERVICES });
    expect(answer.headers.get('content-type')).toMatch(/^application\/json\b/);
    expect(answer.headers.get('content-length')).toBe(String(Buffer.byteLength(answer.text)));
  });

  it('answers HEAD with the same headers and no body', async () => {
    const answer = await send(url('/cds-services'), { method: 'HEAD' });
    expect(answer.status).toBe(200);
    expect(answer.text).toBe('');
    expect(Number(answer.headers.get('content-length'))).toBeGreaterThan(100);
  });

  it('tolerates a trailing slash and a query', async () => {
    expect((await send(url('/cds-services/?_format=json'))).json).toEqual({ services: SERVICES });
  });
});

describe('a call', () => {
  it('is answered with cards', async () => {
    const answer = await postJson(url('/cds-services/ocrelizumab-order-sign'), orderSign());
    expect(answer.status).toBe(200);
    expect(answer.json).toEqual(RESPONSE);
    expect(answer.headers.get('content-type')).toMatch(/^application\/json\b/);
    expect(answer.headers.get('content-length')).toBe(String(Buffer.byteLength(answer.text)));
  });

  it('with nothing to say is answered with no cards', async () => {
    const answer = await postJson(url('/cds-services/ocrelizumab-patient-view'), patientView());
    expect(answer.text).toBe('{"cards":[]}');
  });

  it('that cannot be answered for want of data is 412 with an OperationOutcome', async () => {
    const answer = await postJson(
      url('/cds-services/ocrelizumab-order-sign'),
      orderSign({ hookInstance: 'unobtainable' }),
    );
    expect(answer.status).toBe(412);
    expect(answer.json.issue[0]).toMatchObject({
      code: 'incomplete',
      details: { coding: [{ code: 'data-unobtainable' }] },
    });
  });
});

describe('what is not there', () => {
  it.each([
    ['GET', '/'],
    ['GET', '/favicon.ico'],
    ['GET', '/cds-services/unknown'],
    ['POST', '/cds-services/unknown'],
    ['POST', '/cds-services/__proto__'],
    ['POST', '/cds-services/constructor'],
    ['POST', '/cds-services/ocrelizumab-order-sign/feedback'],
    ['DELETE', '/cds-services/unknown'],
    ['POST', '/cds-services/..%2fhealth'],
  ])('%s %s is 404', async (method, path) => {
    const answer = await send(url(path), { method, ...(method === 'POST' && { body: '{}' }) });
    expect(answer.status).toBe(404);
    expect(answer.json.issue[0].details.coding[0].code).toBe('unknown-service');
  });

  it.each([
    ['POST', '/cds-services', 'GET, HEAD, OPTIONS'],
    ['DELETE', '/cds-services', 'GET, HEAD, OPTIONS'],
    ['GET', '/cds-services/ocrelizumab-order-sign', 'POST, OPTIONS'],
    ['PUT', '/cds-services/ocrelizumab-order-sign', 'POST, OPTIONS'],
    ['PATCH', '/cds-services/ocrelizumab-patient-view', 'POST, OPTIONS'],
    ['POST', '/health/live', 'GET, HEAD, OPTIONS'],
  ])('%s %s is 405 and says what is allowed', async (method, path, allow) => {
    const answer = await send(url(path), { method });
    expect(answer.status).toBe(405);
    expect(answer.headers.get('allow')).toBe(allow);
    expect(answer.json.issue[0].details.coding[0].code).toBe('method-not-allowed');
  });

  it('is refused without repeating the path, which may be about a patient', async () => {
    const answer = await send(url('/Patient/Jane%20Roe?name=Jane'));
    expect(answer.status).toBe(404);
    expect(answer.text + JSON.stringify(service.lines)).not.toContain('Jane');
  });

  it.each(['/%E0%A4%A', '/cds-services/%E0%A4%A', '/cds-services/%zz'])(
    'a badly encoded path, %s, is a clear 4xx',
    async (path) => {
      const answer = await postJson(url(path), orderSign());
      expect([400, 404]).toContain(answer.status);
      expect(answer.json.resourceType).toBe('OperationOutcome');
    },
  );
});

describe('headers', () => {
  it.each([
    ['GET', '/cds-services'],
    ['GET', '/health/live'],
    ['GET', '/nowhere'],
    ['POST', '/cds-services/ocrelizumab-order-sign'],
  ])('of %s %s keep the answer out of caches, frames and other hands', async (method, path) => {
    const { headers } = await send(url(path), { method });
    expect(Object.fromEntries(headers)).toMatchObject({
      'access-control-allow-origin': '*',
      'cache-control': 'no-store',
      'content-security-policy': "default-src 'none';frame-ancestors 'none'",
      'x-content-type-options': 'nosniff',
      'strict-transport-security': 'max-age=31536000',
      'referrer-policy': 'no-referrer',
      'x-request-id': expect.stringMatching(/^[0-9a-f-]{36}$/),
    });
    for (const absent of ['x-powered-by', 'etag', 'access-control-allow-credentials', 'set-cookie']) {
      expect(headers.get(absent)).toBeNull();
    }
  });

  it('carry an id of our own, whatever the caller sends', async () => {
    const answer = await send(url('/nowhere'), { headers: { 'X-Request-Id': 'Jane Roe' } });
    const id = answer.headers.get('x-request-id');
    expect(id).toMatch(/^[0-9a-f-]{36}$/);
    expect(service.lines.at(-1)?.fields).toEqual({ requestId: id, code: 'unknown-service', status: 404 });
  });
});

describe('health', () => {
  it('is live', async () => {
    expect(await send(url('/health/live'))).toMatchObject({ status: 200, json: { live: true } });
  });

  it('is ready, with what an operator wants to know', async () => {
    const own = await runService({ ready: () => ({ ready: true, deck: '2026-11-01' }) });
    try {
      expect(await send(`${own.url}/health/ready`)).toMatchObject({
        status: 200,
        json: { ready: true, deck: '2026-11-01' },
      });
    } finally {
      await own.close();
    }
  });
});
