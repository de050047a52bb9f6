import { EventEmitter, once } from 'node:events';
import { request } from 'node:http';
import { afterEach, describe, expect, it } from '@jest/globals';
import express from 'express';
import type { AppDeps } from '../../src/app.js';
import { createApp } from '../../src/app.js';
import { CdsError } from '../../src/errors.js';
import type { CdsResponse } from '../../src/request/hook-response.js';
import { orderSign } from '../request/requests.js';
import {
  type Answer,
  openMode,
  postJson,
  RESPONSE,
  type RunningService,
  runService,
  SERVICES,
  send,
} from './cds-service.js';

const ORDER_SIGN = '/cds-services/ocrelizumab-order-sign';

let service: RunningService;

afterEach(() => service.close());

async function callWith(deps: Partial<AppDeps>): Promise<Answer> {
  service = await runService(deps);
  return postJson(service.url + ORDER_SIGN, orderSign());
}

describe('authentication', () => {
  const refuse: express.RequestHandler = () => {
    throw new CdsError('unauthenticated', 'exp is in the past');
  };

  it.each([
    ['a good call', ORDER_SIGN, JSON.stringify(orderSign())],
    ['an unreadable body', ORDER_SIGN, '{'],
    ['a body beyond the limit', ORDER_SIGN, 'x'.repeat(20_000_000)],
    ['feedback', `${ORDER_SIGN}/feedback`, '{}'],
    ['an unknown service', '/cds-services/unknown', '{}'],
    ['a path in other letters', ORDER_SIGN.toUpperCase(), '{}'],
    ['a path with a slash at its end', `${ORDER_SIGN}/`, '{}'],
    ['a path with an encoded letter', ORDER_SIGN.replace('order', '%6Frder'), '{}'],
    ['the root', '/', '{}'],
  ])('comes before all else for %s, and refuses without a word', async (_what, path, body) => {
    service = await runService({ authenticate: refuse });
    const answer = await postJson(service.url + path, body);
    expect(answer.status).toBe(401);
    expect(answer.headers.get('www-authenticate')).toBe('Bearer');
    expect(answer.text).toBe('');
    expect(answer.headers.get('content-type')).toBeNull();
  });

  it('is not asked of discovery and health', async () => {
    service = await runService({ authenticate: refuse });
    expect((await send(`${service.url}/cds-services`)).status).toBe(200);
    expect((await send(`${service.url}/health/ready`)).status).toBe(200);
  });

  it('lets through whom it knows', async () => {
    expect((await callWith({ authenticate: openMode })).json).toEqual(RESPONSE);
  });
});

describe('an unexpected error', () => {
  it.each([
    ['thrown by the rules', () => Promise.reject(new TypeError('Jane Roe\n    at Jane (born 1980)'))],
    ['thrown as a string', () => Promise.reject('Jane Roe')],
    ['thrown as undefined', () => Promise.reject(undefined)],
    [
      'thrown before the first await',
      () => {
        throw new Error('Jane Roe');
      },
    ],
  ])(
    '%s is a 500 that tells nothing, and a line in the log that tells nothing of a patient',
    async (_what, answer) => {
      const { status, json, text, headers } = await callWith({ answer });
      expect(status).toBe(500);
      expect(json.issue[0]).toMatchObject({ code: 'exception', details: { coding: [{ code: 'internal' }] } });
      expect(text).not.toMatch(/Jane|\.ts|\.js/);
      const line = service.lines.at(-1);
      expect(line).toMatchObject({
        level: 'error',
        fields: {
          requestId: headers.get('x-request-id'),
          code: 'internal',
          status: 500,
          service: 'ocrelizumab-order-sign',
        },
      });
      expect(JSON.stringify(line)).not.toContain('Jane');
    },
  );

  it('leaves in the log where it happened', async () => {
    await callWith({ answer: () => Promise.reject(new TypeError('Jane Roe')) });
    expect(service.lines.at(-1)?.fields).toMatchObject({
      error: 'TypeError',
      at: expect.arrayContaining([expect.stringMatching(/^at .*answering\.test/)]),
    });
  });
});

describe('a refused call', () => {
  it('leaves a warning in the log, as its order was not checked', async () => {
    await callWith({
      answer: () => Promise.reject(new CdsError('data-unobtainable', 'Nothing could be fetched.')),
    });
    expect(service.lines).toEqual([
      {
        level: 'warn',
        message: 'call refused',
        fields: {
          requestId: expect.any(String),
          code: 'data-unobtainable',
          status: 412,
          service: 'ocrelizumab-order-sign',
        },
      },
    ]);
  });

  it('for a store that is away is a 503 that is logged as an error', async () => {
    const answer = await callWith({
      answer: () => Promise.reject(new CdsError('journal-unavailable', 'Try again later.')),
    });
    expect(answer.status).toBe(503);
    expect(service.lines.map((line) => line.level)).toEqual(['error']);
  });
});

describe('a client that hangs up', () => {
  it('aborts the work on its answer, and leaves a line in the log', async () => {
    const work = new EventEmitter();
    const started = once(work, 'started');
    const stopped = once(work, 'stopped');
    service = await runService({
      answer: (_service, _request, { signal }) =>
        new Promise((_resolve, reject) => {
          signal.addEventListener('abort', () => {
            reject(signal.reason);
            work.emit('stopped');
          });
          work.emit('started', signal);
        }),
    });
    const call = request(service.url + ORDER_SIGN, {
      method: 'POST',
      headers: { 'Content-Type': 'application/json' },
    });
    call.on('error', () => {});
    call.end(JSON.stringify(orderSign()));
    expect(await started).toMatchObject([{ aborted: false }]);
    call.destroy();
    await stopped;
    await new Promise(setImmediate);
    expect(service.lines).toEqual([
      {
        level: 'warn',
        message: expect.stringContaining('hung up'),
        fields: { requestId: expect.any(String), service: 'ocrelizumab-order-sign' },
      },
    ]);
  });

  it('in the middle of its body harms nobody else', async () => {
    service = await runService();
    const call = request(service.url + ORDER_SIGN, {
      method: 'POST',
      headers: { 'Content-Type': 'application/json', 'Content-Length': '1000' },
    });
    call.on('error', () => {});
    call.write('{"hook":');
    await once(call, 'socket');
    await new Promise(setImmediate);
    call.destroy();
    expect((await postJson(service.url + ORDER_SIGN, orderSign())).status).toBe(200);
  });

  it('after its answer aborts nothing', async () => {
    const signals: AbortSignal[] = [];
    await callWith({
      answer: async (_service, _request, { signal }) => {
        signals.push(signal);
        return RESPONSE;
      },
    });
    await service.close();
    expect(signals.map((signal) => signal.aborted)).toEqual([false]);
    service = await runService();
  });
});

describe('an answer that breaks the standard', () => {
  const invalid = {
    cards: [{ ...RESPONSE.cards[0], summary: 'Jane '.repeat(40) }],
  } as unknown as CdsResponse;
  const config = { baseUrl: 'http://127.0.0.1:3000', bodyLimitBytes: 100_000, corsOrigins: '*' } as const;

  it('fails a test', async () => {
    const answer = await callWith({ answer: async () => invalid, config: { ...config, nodeEnv: 'test' } });
    expect(answer.status).toBe(500);
  });

  it('is logged in development and still warns', async () => {
    const answer = await callWith({
      answer: async () => invalid,
      config: { ...config, nodeEnv: 'development' },
    });
    expect(answer.json).toEqual(invalid);
    expect(service.lines).toMatchObject([
      { level: 'error', fields: { faults: expect.stringContaining('/cards/0/summary') } },
    ]);
    expect(JSON.stringify(service.lines)).not.toContain('Jane');
  });

  it('is sent in production', async () => {
    const answer = await callWith({
      answer: async () => invalid,
      config: { ...config, nodeEnv: 'production' },
    });
    expect(answer.json).toEqual(invalid);
    expect(service.lines).toEqual([]);
  });
});

describe('further routes', () => {
  it('come behind the protocol and before 404', async () => {
    const router = express.Router();
    router.get('/', (_request, response) => {
      response.json({ workbench: true });
    });
    router.get('/cds-services', (_request, response) => {
      response.json({ usurped: true });
    });
    service = await runService({ routes: [router] });
    expect((await send(`${service.url}/`)).json).toEqual({ workbench: true });
    expect((await send(`${service.url}/cds-services`)).json).toEqual({ services: SERVICES });
  });

  it('are not among them for a POST to nowhere, of which no body is read', async () => {
    service = await runService({ routes: [express.Router()] });
    expect((await postJson(`${service.url}/nowhere`, {})).status).toBe(404);
    expect((await postJson(`${service.url}/nowhere`, '{')).status).toBe(404);
  });
});

describe('createApp', () => {
  const deps: AppDeps = {
    config: { baseUrl: 'http://127.0.0.1:3000', bodyLimitBytes: 1000, corsOrigins: '*', nodeEnv: 'test' },
    services: SERVICES,
    answer: async () => RESPONSE,
    clock: Date.now,
    ready: () => ({ ready: true }),
    log: { info() {}, warn() {}, error() {} },
    authenticate: openMode,
  };

  it.each([
    ['two services of one id', [...SERVICES, ...SERVICES], /ocrelizumab-order-sign/],
    ['a hook without request schema', [{ ...SERVICES[0], hook: 'encounter-start' }], /encounter-start/],
    ['an invalid description', [{ ...SERVICES[0], description: '' }], /\/services\/0\/description/],
    ['an id that needs escaping', [{ ...SERVICES[0], id: 'a/b' }], /\/services\/0\/id/],
  ])('refuses %s', async (_what, services, message) => {
    service = await runService();
    expect(() => createApp({ ...deps, services: services as AppDeps['services'] })).toThrow(message);
  });
});
