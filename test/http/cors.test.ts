import { describe, expect, it } from '@jest/globals';
import { CdsError } from '../../src/errors.js';
import { orderSign } from '../request/requests.js';
import { type Answer, postJson, runService, send } from './cds-service.js';

const ORIGIN = 'https://ehr.example.org';
const OTHER = 'https://elsewhere.example.org';

const refuseAll = () => {
  throw new CdsError('unauthenticated', 'no token');
};

async function preflight(path: string, corsOrigins: '*' | string[], origin = ORIGIN): Promise<Answer> {
  const service = await runService({
    authenticate: refuseAll,
    config: { baseUrl: 'http://127.0.0.1:3000', bodyLimitBytes: 1024, corsOrigins, nodeEnv: 'test' },
  });
  try {
    return await send(service.url + path, {
      method: 'OPTIONS',
      headers: {
        Origin: origin,
        'Access-Control-Request-Method': 'POST',
        'Access-Control-Request-Headers': 'authorization,content-type',
      },
    });
  } finally {
    await service.close();
  }
}

describe('a preflight', () => {
  it.each([
    '/cds-services',
    '/cds-services/ocrelizumab-order-sign',
    '/cds-services/ocrelizumab-order-sign/feedback',
  ])('to %s is answered without authentication', async (path) => {
    const answer = await preflight(path, '*');
    expect(answer.status).toBe(204);
    expect(Object.fromEntries(answer.headers)).toMatchObject({
      'access-control-allow-origin': '*',
      'access-control-allow-methods': 'GET,POST,OPTIONS',
      'access-control-allow-headers': 'Authorization,Content-Type',
    });
  });

  it('names the origin if it is on the list', async () => {
    const answer = await preflight('/cds-services', [OTHER, ORIGIN]);
    expect(answer.headers.get('access-control-allow-origin')).toBe(ORIGIN);
    expect(answer.headers.get('vary')).toContain('Origin');
  });

  it.each([OTHER, 'null', `${ORIGIN}.evil.org`, 'https://ehr.example.org:8443', 'http://ehr.example.org'])(
    'allows nothing to the origin %s if it is not on the list',
    async (origin) => {
      const answer = await preflight('/cds-services', [ORIGIN], origin);
      expect(answer.headers.get('access-control-allow-origin')).toBeNull();
    },
  );
});

describe('an error', () => {
  it.each([
    [400, '/cds-services/ocrelizumab-order-sign', '{'],
    [404, '/cds-services/unknown', JSON.stringify(orderSign())],
    [412, '/cds-services/ocrelizumab-order-sign', JSON.stringify(orderSign())],
    [
      413,
      '/cds-services/ocrelizumab-order-sign',
      JSON.stringify(orderSign({ prefetch: { a: 'x'.repeat(9999) } })),
    ],
  ])('%i can be read by a browser', async (status, path, body) => {
    const service = await runService({
      config: {
        baseUrl: 'http://127.0.0.1:3000',
        bodyLimitBytes: 5000,
        corsOrigins: [ORIGIN],
        nodeEnv: 'test',
      },
      answer: async () => {
        throw new CdsError('data-unobtainable', 'Nothing could be fetched.');
      },
    });
    try {
      const answer = await postJson(service.url + path, body, { Origin: ORIGIN });
      expect(answer.status).toBe(status);
      expect(answer.headers.get('access-control-allow-origin')).toBe(ORIGIN);
      expect(answer.headers.get('access-control-expose-headers')).toBe(
        'X-Request-Id,WWW-Authenticate,Retry-After',
      );
    } finally {
      await service.close();
    }
  });

  it('401 can be read by a browser', async () => {
    const service = await runService({ authenticate: refuseAll });
    try {
      const answer = await postJson(`${service.url}/cds-services/ocrelizumab-order-sign`, orderSign());
      expect(answer.status).toBe(401);
      expect(answer.headers.get('access-control-allow-origin')).toBe('*');
    } finally {
      await service.close();
    }
  });
});
