import { execFile } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { type Browser, chromium } from 'playwright-core';

/** No sandbox, as the tests may run as root in a container; and nothing that would look for a network. */
const FLAGS = [
  '--headless',
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
];

const unpack = fileURLToPath(new URL('./unpack-browser.mjs', import.meta.url));

export interface RunningBrowser {
  readonly browser: Browser;
  close(): Promise<void>;
}

interface Unpacked {
  readonly executablePath: string;
  readonly env: Readonly<Record<string, string>>;
}

/**
 * A real Chromium, from its npm package, in a folder of its own: nothing is downloaded or left behind. It
 * brings its fonts and the libraries that a bare machine lacks, so that pages look the same everywhere.
 */
export async function startBrowser(): Promise<RunningBrowser> {
  const folder = mkdtempSync(join(tmpdir(), 'workbench-browser-'));
  const env = { PATH: process.env.PATH ?? '', HOME: folder, TMPDIR: folder };
  const { stdout } = await promisify(execFile)(process.execPath, [unpack], {
    // Makes the package unpack its libraries, too.
    env: { ...env, AWS_LAMBDA_JS_RUNTIME: 'nodejs20.x' },
  });
  const unpacked: Unpacked = JSON.parse(stdout);
  const browser = await chromium.launch({
    executablePath: unpacked.executablePath,
    env: { ...env, ...unpacked.env },
    args: FLAGS,
  });
  return {
    browser,
    close: async () => {
      await browser.close();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}
