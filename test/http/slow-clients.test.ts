import type { Server } from 'node:http';
import { connect } from 'node:net';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { CLIENT_TIMES, httpServer } from '../../src/http/http-server.js';
import { type RunningService, runService, send } from './cds-service.js';

/** The real server with times that a test can wait for. */
let server: Server;
let behind: RunningService;
let port: number;

beforeAll(async () => {
  behind = await runService();
  ({ server } = httpServer(
    (request, response) => {
      // What the service does with a body: read it to its end, then answer.
      request.resume().once('end', () => response.end('read'));
    },
    '*',
    { headersMs: 200, requestMs: 400, checkMs: 50 },
  ));
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  port = (server.address() as { port: number }).port;
});
afterAll(async () => {
  await behind.close();
  server.closeAllConnections();
  await new Promise((resolve) => server.close(resolve));
});

/** Sends a piece, another once something has come, and then nothing, and reads what comes until the server hangs up. */
function sendAndWait(text: string, to = port, afterwards = ''): Promise<string> {
  return new Promise((resolve) => {
    const socket = connect(to, '127.0.0.1', () => socket.write(text));
    let answer = '';
    socket.setEncoding('utf8').on('data', (piece) => {
      if (answer === '') socket.write(afterwards);
      answer += piece;
    });
    socket.once('error', () => undefined);
    socket.once('close', () => resolve(answer));
  });
}

/** By the page that sent it, and by no cache. */
const READABLE = /\r\nCache-Control: no-store\r\nAccess-Control-Allow-Origin: \*\r\n/;

describe('a client', () => {
  it.each([
    ['that never ends its headers', 'POST /cds-services/x HTTP/1.1\r\nHost: x\r\n'],
    ['that sends no line at all', 'POST'],
    [
      'that never ends its body',
      'POST /cds-services/x HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\nContent-Length: 1000\r\n\r\n{',
    ],
    [
      'that never ends its chunks',
      'POST /cds-services/x HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n1\r\n{\r\n',
    ],
  ])('%s is sent away', async (_, text) => {
    const answer = await sendAndWait(text);
    expect(answer).toMatch(/^HTTP\/1\.1 408 Request Timeout\r\n/);
    expect(answer).toMatch(READABLE);
  });

  it.each([
    ['a token without end', `Authorization: Bearer ${'x'.repeat(40_000)}`],
    [
      'headers without end',
      Array.from({ length: 2_000 }, (_, n) => `X-${n}: ${'x'.repeat(20)}`).join('\r\n'),
    ],
  ])('with %s is sent away', async (_, headers) => {
    const answer = await sendAndWait(`GET /cds-services HTTP/1.1\r\nHost: x\r\n${headers}\r\n\r\n`);
    expect(answer).toMatch(/^HTTP\/1\.1 431 /);
    expect(answer).toMatch(READABLE);
  });

  it.each([
    ['a line break in a header', 'GET / HTTP/1.1\r\nHost: x\r\nX-Request-Id: a\nb: c\r\n\r\n'],
    ['a NUL in a header', 'GET / HTTP/1.1\r\nHost: x\r\nX-Request-Id: a\0b\r\n\r\n'],
    ['two lengths', 'POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 1\r\nContent-Length: 2\r\n\r\n{}'],
    [
      'a length and chunks',
      'POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 2\r\nTransfer-Encoding: chunked\r\n\r\n{}',
    ],
  ])('with %s is refused', async (_, text) => {
    const answer = await sendAndWait(text);
    expect(answer).toMatch(/^HTTP\/1\.1 400 /);
    expect(answer).toMatch(READABLE);
  });

  it('that expects what there is not is told so', async () => {
    const answer = await sendAndWait(
      'POST / HTTP/1.1\r\nHost: x\r\nExpect: wonders\r\nContent-Length: 0\r\n\r\n',
    );
    expect(answer).toMatch(/^HTTP\/1\.1 417 /);
    expect(answer).toMatch(READABLE);
  });

  it('whose origin is not known may read nothing where only some may', async () => {
    const { server: choosy } = httpServer(() => undefined, ['https://ehr.example.org']);
    await new Promise<void>((resolve) => choosy.listen(0, '127.0.0.1', resolve));
    const answer = await sendAndWait('nonsense\r\n\r\n', (choosy.address() as { port: number }).port);
    await new Promise((resolve) => choosy.close(resolve));
    expect(answer).toMatch(/^HTTP\/1\.1 400 [\s\S]*\r\nCache-Control: no-store\r\n/);
    expect(answer).not.toContain('Access-Control');
  });

  it('that goes on with nonsense after its call gets no second answer in the first', async () => {
    const { server: half } = httpServer((_request, response) => {
      response.writeHead(200, { 'Content-Length': 10 });
      response.write('half');
    }, '*');
    await new Promise<void>((resolve) => half.listen(0, '127.0.0.1', resolve));
    const to = (half.address() as { port: number }).port;
    const head = 'POST / HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n';
    const answer = await sendAndWait(head, to, 'nonsense\r\n');
    await new Promise((resolve) => half.close(resolve));
    expect(answer).toMatch(/^HTTP\/1\.1 200 /);
    expect(answer).toMatch(/\r\n\r\nhalf$/);
  });

  it('that is slow keeps no other waiting', async () => {
    const slow = Array.from({ length: 50 }, () => sendAndWait('POST / HTTP/1.1\r\nHost: x\r\n'));
    const response = await fetch(`http://127.0.0.1:${port}/`, { method: 'POST', body: '{}' });
    expect(await response.text()).toBe('read');
    await Promise.all(slow);
  });
});

describe('the times of the running service', () => {
  it('leave an EHR room and end well before its patience', () => {
    expect(CLIENT_TIMES.headersMs).toBeLessThanOrEqual(10_000);
    expect(CLIENT_TIMES.requestMs).toBeLessThanOrEqual(30_000);
    expect(CLIENT_TIMES.checkMs).toBeLessThanOrEqual(5_000);
  });
});

describe('an id that a caller gives its request', () => {
  it.each(['x"}\\n{"level":60,"msg":"forged"}', 'Jane Roe', '../../etc/passwd'])(
    'reaches neither the answer nor the log: %s',
    async (id) => {
      const { headers } = await send(`${behind.url}/cds-services/unknown`, {
        method: 'POST',
        headers: { 'X-Request-Id': id, 'X-Correlation-Id': id },
      });
      expect(headers.get('x-request-id')).toMatch(/^[0-9a-f-]{36}$/);
      expect(JSON.stringify(behind.lines)).not.toContain(JSON.stringify(id).slice(1, -1));
    },
  );
});
