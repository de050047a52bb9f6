import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { closeSync, mkdtempSync, openSync, rmSync, writeFileSync } from 'node:fs';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { storyRequest } from '../../src/stories/story-request.js';
import { postJson } from '../http/cds-service.js';
import { eventually } from '../journal/entries.js';
import { freePort } from '../support/free-port.js';
import { loadProjectDeck, stories } from '../support/judge-story.js';
import { startService } from '../support/service-process.js';

const story = stories.get('hbv-carrier');
if (story === undefined) throw new Error('there is no story hbv-carrier');
const BODY = JSON.stringify(storyRequest(story, 'order-sign', loadProjectDeck()));

let folder: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'ocrelizumab-cds-process-'));
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

describe('at SIGTERM', () => {
  it('the service answers the call it is in the middle of, takes no other, and ends well', async () => {
    const service = await startService({ JOURNAL_FILE: join(folder, 'journal.sqlite') });
    const socket = connect(service.port, '127.0.0.1');
    let answer = '';
    socket.setEncoding('utf8').on('data', (piece) => {
      answer += piece;
    });
    const half = BODY.length / 2;
    socket.write(
      `POST /cds-services/ocrelizumab-order-sign HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\nContent-Length: ${Buffer.byteLength(BODY)}\r\n\r\n${BODY.slice(0, half)}`,
    );
    // The first half has arrived once a later call on another connection is answered.
    expect((await fetch(`${service.url}/health/live`)).status).toBe(200);
    const exit = once(service.child, 'exit');
    service.child.kill('SIGTERM');
    await refused(service.port);
    socket.write(BODY.slice(half));
    await once(socket, 'close');
    expect(answer).toMatch(/^HTTP\/1\.1 200 OK/);
    expect(answer).toMatch(/^Connection: close\r$/m);
    expect(answer).toContain('"code":"hbvActive"');
    expect(await exit).toEqual([0, null]);
    expect(service.lines.at(-1)).toContain('hook answered');
  }, 30_000);
});

/** Resolves once nobody can connect any more. */
async function refused(port: number): Promise<void> {
  for (;;) {
    const socket = connect(port, '127.0.0.1');
    const isRefused = await new Promise<boolean>((resolve) => {
      socket.once('error', () => resolve(true));
      socket.once('connect', () => resolve(false));
    });
    socket.destroy();
    if (isRefused) return;
  }
}

describe('a log that cannot be written', () => {
  const alone = async (stdout: number | 'pipe') => {
    const port = await freePort();
    const child = spawnServer({ PORT: String(port), JOURNAL_FILE: join(folder, 'unlogged.sqlite') }, stdout);
    const url = `http://127.0.0.1:${port}`;
    await eventually(async () => expect((await fetch(`${url}/health/live`)).status).toBe(200), 25_000);
    return { url, child };
  };

  it('as its disk is full, stops no answer and no end', async () => {
    const full = openSync('/dev/full', 'w');
    const { url, child } = await alone(full);
    for (let call = 0; call < 50; call++) {
      expect((await postJson(`${url}/cds-services/ocrelizumab-order-sign`, BODY)).status).toBe(200);
    }
    expect(await (await fetch(`${url}/metrics`)).text()).toMatch(/^cds_log_lost_total [1-9]\d+$/m);
    const exit = once(child, 'exit');
    child.kill('SIGTERM');
    expect(await exit).toEqual([0, null]);
    closeSync(full);
  }, 60_000);

  it('as nobody reads it, stops no answer', async () => {
    const { url, child } = await alone('pipe');
    // Each leaves a line; together they are more than a pipe holds.
    const { length } = await Promise.all(
      Array.from({ length: 4_000 }, () => fetch(`${url}/nowhere`).then((answer) => answer.text())),
    );
    expect(length).toBe(4_000);
    child.kill('SIGKILL');
  }, 60_000);
});

describe('on a configuration with faults the service does not start', () => {
  const registry = (text: string): Record<string, string> => {
    const path = join(folder, `ehrs-${text.length}.yaml`);
    writeFileSync(path, text);
    return { EHRS_FILE: path };
  };

  it.each<[string, () => Record<string, string>, RegExp]>([
    [
      'several settings, all named',
      () => ({ PORT: 'http', FHIR_BUDGET_MS: '0' }),
      /2 change\(s\)[\s\S]*PORT[\s\S]*FHIR_BUDGET_MS/,
    ],
    ['an address open to the network without a registry', () => ({ HOST: '0.0.0.0' }), /EHRS_FILE/],
    [
      'a registry with a symmetric algorithm',
      () =>
        registry(
          'ehrs: [{ name: A, issuer: "https://a", jwksUrl: "https://a/jwks", algorithms: [HS256], fhirBases: [] }]',
        ),
      /algorithms/,
    ],
    ['a site file that is not there', () => ({ SITE_FILE: join(folder, 'site.yaml') }), /site\.yaml/],
    [
      'a journal that cannot be written',
      () => ({ JOURNAL_FILE: '/proc/journal.sqlite' }),
      /JOURNAL_FILE|journal/i,
    ],
  ])(
    '%s',
    async (_, settings, says) => {
      const { code, err } = await start({ JOURNAL_FILE: join(folder, 'journal.sqlite'), ...settings() });
      expect(code).toBe(1);
      expect(err).toMatch(says);
      expect(err).not.toMatch(/^\s+at /m);
    },
    30_000,
  );
});

async function start(env: Readonly<Record<string, string>>): Promise<{ code: number; err: string }> {
  const child = spawnServer({ PORT: '0', ...env }, 'ignore');
  let err = '';
  child.stderr?.setEncoding('utf8').on('data', (text: string) => {
    err += text;
  });
  const [code] = (await once(child, 'exit')) as [number];
  return { code, err };
}

function spawnServer(
  env: Readonly<Record<string, string>>,
  stdout: number | 'ignore' | 'pipe',
): ChildProcess {
  const loader = new URL('../support/typescript-loader.mjs', import.meta.url).href;
  const server = fileURLToPath(new URL('../../src/server.ts', import.meta.url));
  const child = spawn(process.execPath, ['--import', loader, server], {
    env: { TIME_ZONE: 'UTC', ...env },
    stdio: ['ignore', stdout, 'pipe'],
  });
  const killWithUs = () => child.kill('SIGKILL');
  process.once('exit', killWithUs);
  child.once('exit', () => process.off('exit', killWithUs));
  return child;
}
