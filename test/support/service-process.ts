import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { freePort } from './free-port.js';

/** The whole service as a process of its own, from its sources. */
export interface ServiceProcess {
  readonly child: ChildProcess;
  /** Where it listens; not what EHRs know it by. */
  readonly url: string;
  readonly port: number;
  /** What it has logged so far, a JSON object a line. */
  readonly lines: readonly string[];
  /** Ends it without a warning, as a crash does. */
  kill(): Promise<void>;
}

/** Starts `server.ts` with these settings and no others; resolves when it listens. */
export async function startService(settings: Readonly<Record<string, string>>): Promise<ServiceProcess> {
  const port = await freePort();
  const child = spawn(
    process.execPath,
    [
      '--import',
      new URL('./typescript-loader.mjs', import.meta.url).href,
      fileURLToPath(new URL('../../src/server.ts', import.meta.url)),
    ],
    {
      env: { NODE_ENV: 'production', PORT: String(port), TIME_ZONE: 'UTC', ...settings },
      stdio: ['ignore', 'pipe', 'pipe'],
    },
  );
  const killWithUs = () => child.kill('SIGKILL');
  process.once('exit', killWithUs);
  child.once('exit', () => process.off('exit', killWithUs));
  const lines: string[] = [];
  let complaints = '';
  child.stderr.setEncoding('utf8').on('data', (text: string) => {
    complaints += text;
  });
  await new Promise<void>((resolve, reject) => {
    child.once('exit', () => reject(new Error(`the service did not start: ${complaints}`)));
    createInterface(child.stdout).on('line', (line) => {
      lines.push(line);
      if (line.includes('"listening: ')) resolve();
    });
  });
  return {
    child,
    url: `http://127.0.0.1:${port}`,
    port,
    lines,
    kill: async () => {
      if (child.exitCode !== null || child.signalCode !== null) return;
      child.kill('SIGKILL');
      await once(child, 'exit');
    },
  };
}
