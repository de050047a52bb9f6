import { gzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { epicOrderSign, orderSign } from '../request/requests.js';
import { type Answer, postJson, RESPONSE, type RunningService, runService, send } from './cds-service.js';

let service: RunningService;
let orderSignUrl: string;

type BodyInit = NonNullable<RequestInit['body']>;

beforeAll(async () => {
  service = await runService();
  orderSignUrl = `${service.url}/cds-services/ocrelizumab-order-sign`;
});

afterAll(() => service.close());

function post(body: BodyInit | null, headers: Record<string, string> = {}): Promise<Answer> {
  return send(orderSignUrl, {
    method: 'POST',
    headers: { 'Content-Type': 'application/json', ...headers },
    body,
  });
}

function expectOutcome(answer: Answer, status: number, code: string): void {
  expect(answer.status).toBe(status);
  expect(answer.headers.get('content-type')).toMatch(/^application\/json\b/);
  expect(answer.headers.get('access-control-allow-origin')).toBe('*');
  expect(answer.headers.get('cache-control')).toBe('no-store');
  expect(answer.headers.get('x-powered-by')).toBeNull();
  expect(answer.json).toMatchObject({
    resourceType: 'OperationOutcome',
    issue: [{ severity: 'error', details: { coding: [{ code }], text: expect.any(String) } }],
  });
  expect(answer.json.issue[0].details.text.length).toBeGreaterThan(10);
}

const DEEP = `${'{"a":'.repeat(100_000)}1${'}'.repeat(100_000)}`;
const BIG = JSON.stringify(orderSign({ prefetch: { labs: 'x'.repeat(20_000_000) } }));

describe('a body that is not a hook request', () => {
  it.each<[string, BodyInit | null, number, string]>([
    ['no body', null, 400, 'malformed-json'],
    ['an empty body', '', 400, 'malformed-json'],
    ['white space', '  \n', 400, 'malformed-json'],
    ['half a body', '{"hook":"order-sign"', 400, 'malformed-json'],
    ['a trailing comma', '{"hook":"order-sign",}', 400, 'malformed-json'],
    ['HTML', '<html><body>Error 500</body></html>', 400, 'malformed-json'],
    ['a bare string', '"order-sign"', 400, 'invalid-request'],
    ['a bare null', 'null', 400, 'invalid-request'],
    ['a bare number', '7', 400, 'invalid-request'],
    ['NUL bytes', Buffer.alloc(64), 400, 'malformed-json'],
    [
      'bytes that are not UTF-8 where syntax is due',
      Buffer.from([0x7b, 0xff, 0xfe, 0x7d]),
      400,
      'malformed-json',
    ],
    ['an array', '[]', 400, 'invalid-request'],
    ['an empty object', '{}', 400, 'invalid-request'],
    ['100,000 levels of arrays', '['.repeat(100_000) + ']'.repeat(100_000), 400, 'invalid-request'],
    [
      '100,000 levels in prefetch',
      `{"hook":"order-sign","prefetch":{"labs":${DEEP}}}`,
      400,
      'invalid-request',
    ],
    ['100,000 unclosed levels', '['.repeat(100_000), 400, 'malformed-json'],
    ['only __proto__', '{"__proto__":{"hook":"order-sign"}}', 400, 'invalid-request'],
    ['another hook', JSON.stringify(orderSign({ hook: 'patient-view' })), 400, 'hook-mismatch'],
    ['20 MB', BIG, 413, 'body-too-large'],
  ])('%s is refused', async (_what, body, status, code) => {
    expectOutcome(await post(body), status, code);
  });

  it.each(['null', '"x"', '7', '[]'])('says of %s that an object is expected', async (body) => {
    const { json } = await post(body);
    expect(json.issue[0].details.text).toContain('must be a JSON object');
  });

  it('says what is missing, and where', async () => {
    const { json } = await postJson(orderSignUrl, {
      hook: 'order-sign',
      context: { userId: 'Practitioner/1' },
    });
    expect(json.issue[0].expression).toEqual(['hookInstance', 'context.patientId']);
    expect(json.issue[0].details.text).toContain('/context/patientId is missing');
  });

  it('does not repeat the body, which may be about a patient', async () => {
    for (const body of ['{"name": "Jane Roe" oops}', 'Jane Roe', '{"hook":"Jane Roe"}']) {
      expect((await post(body)).text).not.toContain('Jane');
    }
    expect(JSON.stringify(service.lines)).not.toContain('Jane');
  });

  it('answers any JSON at all with 200 or 400, in JSON', async () => {
    const shapes = fc.oneof(
      fc.jsonValue(),
      fc.record({
        hook: fc.oneof(fc.constant('order-sign'), fc.jsonValue()),
        hookInstance: fc.jsonValue(),
        context: fc.oneof(
          fc.record({ userId: fc.jsonValue(), patientId: fc.jsonValue(), draftOrders: fc.jsonValue() }),
          fc.jsonValue(),
        ),
        prefetch: fc.jsonValue(),
        fhirServer: fc.jsonValue(),
        fhirAuthorization: fc.jsonValue(),
      }),
    );
    await fc.assert(
      fc.asyncProperty(shapes, async (body) => {
        expect([200, 400]).toContain((await postJson(orderSignUrl, JSON.stringify(body))).status);
      }),
      { numRuns: 200, seed: 2 },
    );
  });
});

describe('a body that is fine', () => {
  const body = JSON.stringify(orderSign());

  it.each<[string, BodyInit, Record<string, string>]>([
    ['plain JSON', body, {}],
    ['upper-case media type', body, { 'Content-Type': 'Application/JSON' }],
    ['media type with charset', body, { 'Content-Type': 'application/json; charset=UTF-8' }],
    ...['utf8', 'us-ascii', '"iso-8859-1"', 'windows-1252', 'binary', ''].map(
      (charset): [string, BodyInit, Record<string, string>] => [
        `charset=${charset}, which means nothing for JSON`,
        body,
        { 'Content-Type': `application/json; v=1 ;CharSet=${charset}; w=2` },
      ],
    ),
    [
      'UTF-16',
      Buffer.from(`\uFEFF${body}`, 'utf16le'),
      { 'Content-Type': 'application/json; charset=utf-16' },
    ],
    [
      'media type with other parameters',
      body,
      { 'Content-Type': 'application/json; fhirVersion=4.0; v="a;b"' },
    ],
    ['FHIR JSON', body, { 'Content-Type': 'application/fhir+json' }],
    ['FHIR JSON with parameters', body, { 'Content-Type': 'application/fhir+json; fhirVersion=4.0' }],
    ['gzip', gzipSync(body), { 'Content-Encoding': 'gzip' }],
    ['a byte order mark', `\uFEFF${body}`, {}],
    ['the shapes of Epic', JSON.stringify(epicOrderSign()), {}],
    ['no prefetch', JSON.stringify(orderSign({ prefetch: undefined })), {}],
    ['garbage in prefetch', JSON.stringify(orderSign({ prefetch: { a: '<html>', b: 7, c: [null] } })), {}],
    ['unknown members', JSON.stringify(orderSign({ extension: { a: {} }, futureMember: [1] })), {}],
    ['__proto__', body.replace('{', '{"__proto__":{"polluted":true},'), {}],
    ['9 MB', JSON.stringify(orderSign({ prefetch: { labs: 'x'.repeat(9_000_000) } })), {}],
    [
      'bytes in a text that are not UTF-8',
      Buffer.from(body.replace('"1288992"', '"1288992","unknown":"\u00b5"'), 'latin1'),
      {},
    ],
  ])('%s is answered with cards', async (_what, sent, headers) => {
    const answer = await post(sent, headers);
    expect(answer.json).toEqual(RESPONSE);
    expect(answer.status).toBe(200);
    expect(({} as Record<string, unknown>).polluted).toBeUndefined();
  });
});

describe('a body in other clothes', () => {
  const body = JSON.stringify(orderSign());

  it.each([
    ['text', 'text/plain'],
    ['a form', 'application/x-www-form-urlencoded'],
    ['XML', 'application/fhir+xml'],
    ['a JSON sequence', 'application/json-seq'],
    ['nonsense', 'json'],
    ['nothing', ''],
  ])('as %s is 415', async (_what, type) => {
    expectOutcome(await post(body, { 'Content-Type': type }), 415, 'unsupported-media-type');
  });

  it('in an unknown encoding is 415', async () => {
    expectOutcome(await post(body, { 'Content-Encoding': 'rot13' }), 415, 'unsupported-media-type');
  });

  it('that claims gzip but is not is 400', async () => {
    expectOutcome(await post(body, { 'Content-Encoding': 'gzip' }), 400, 'malformed-json');
  });

  it('cut off in the middle of gzip is 400', async () => {
    expectOutcome(
      await post(gzipSync(body).subarray(0, 60), { 'Content-Encoding': 'gzip' }),
      400,
      'malformed-json',
    );
  });

  it('that unpacks to more than the limit is 413', async () => {
    expectOutcome(await post(gzipSync(BIG), { 'Content-Encoding': 'gzip' }), 413, 'body-too-large');
  });
});

it('keeps serving after all of this', async () => {
  expect((await post(JSON.stringify(orderSign()))).status).toBe(200);
});
