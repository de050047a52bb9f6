import { execFile } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { expect, it } from '@jest/globals';

const run = promisify(execFile);

/** What a server in this time zone answers to every story, and its offset as it sees it itself. */
async function answersIn(zone: string): Promise<{ readonly zone: number; readonly answers: unknown }> {
  const loader = new URL('../support/typescript-loader.mjs', import.meta.url).href;
  const program = fileURLToPath(new URL('./zone-process.ts', import.meta.url));
  const { stdout } = await run(process.execPath, ['--import', loader, program], {
    env: { ...process.env, NODE_OPTIONS: '', TZ: zone },
    maxBuffer: 64 * 1024 * 1024,
  });
  return JSON.parse(stdout);
}

it('the time zone of the server changes no answer to any story', async () => {
  const [auckland, losAngeles] = await Promise.all(
    ['Pacific/Auckland', 'America/Los_Angeles'].map(answersIn),
  );
  expect([auckland?.zone, losAngeles?.zone]).toEqual([-780, 480]);
  expect(auckland?.answers).not.toEqual([]);
  expect(losAngeles?.answers).toEqual(auckland?.answers);
}, 120_000);
