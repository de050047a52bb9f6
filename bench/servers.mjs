import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createServer } from 'node:net';
import { fileURLToPath } from 'node:url';
import { onCore } from './cores.mjs';

const ROOT = fileURLToPath(new URL('..', import.meta.url));
const OBSERVED = new URL('observed.mjs', import.meta.url).href;
const START_MS = 20_000;

const running = new Set();
process.once('exit', () => {
  for (const child of running) child.kill('SIGKILL');
});

/** Starts `node [flags] file` on a free port of the loopback address and waits until it accepts calls. */
export async function startServer({ name, flags = [], file, env, core }) {
  const port = await freePort();
  const args = [...flags, '--import', OBSERVED, file];
  const child = spawn(...onCore(core, process.execPath, args), {
    cwd: ROOT,
    env: { ...process.env, NODE_ENV: 'production', HOST: '127.0.0.1', PORT: String(port), ...env },
    stdio: ['ignore', 'ignore', 'pipe', 'ipc'],
  });
  running.add(child);
  let complaints = '';
  child.stderr.on('data', (text) => {
    complaints += text;
  });
  child.once('exit', () => running.delete(child));
  const url = `http://127.0.0.1:${port}`;
  await accepting(url, () => {
    if (child.exitCode !== null) throw new Error(`${name} did not start:\n${complaints}`);
  });
  return {
    name,
    url,
    async cpuMs() {
      child.send('cpu');
      const [{ cpuMs }] = await once(child, 'message');
      return cpuMs;
    },
    async stop() {
      if (child.exitCode !== null) return;
      child.kill('SIGTERM');
      await once(child, 'exit');
    },
  };
}

async function accepting(url, failIfDead) {
  const giveUp = Date.now() + START_MS;
  for (;;) {
    failIfDead();
    try {
      await fetch(url);
      return;
    } catch (error) {
      if (Date.now() > giveUp) throw new Error(`${url} does not answer: ${error.message}`);
      await new Promise((resolve) => setTimeout(resolve, 50));
    }
  }
}

async function freePort() {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address();
  server.close();
  await once(server, 'close');
  return port;
}
