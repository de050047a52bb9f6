import { readFileSync } from 'node:fs';
import type { Server } from 'node:http';
import { createRequire } from 'node:module';
import { fileURLToPath } from 'node:url';
import pino from 'pino';
import { readConfig } from './config.js';
import { OperatorError } from './configuration/operator-error.js';
import { withSecretFiles } from './configuration/secret-files.js';
import { httpServer } from './http/http-server.js';
import { LogOutput } from './log-output.js';
import { openService, type Service } from './service.js';
import { everyUntilStopped } from './timer.js';

/** Calls under way at SIGTERM are answered; whoever takes longer is cut off. */
const DRAIN_MS = 10_000;
const IDLE_CHECK_MS = 100;

/** Starts the service; ends the process with a message that says what to change where it cannot. */
export async function serve(env: NodeJS.ProcessEnv): Promise<void> {
  const config = readConfig(withSecretFiles(env, (path) => readFileSync(path, 'utf8')));
  const output = new LogOutput(process.stdout.fd);
  process.once('exit', () => output.writeRest());
  const log = pino({ level: config.logLevel, base: null }, output);
  const service = await openService({
    config,
    deckDirectory: fileURLToPath(new URL('../cards', import.meta.url)),
    storiesDirectory: fileURLToPath(new URL('../fhir-fixtures', import.meta.url)),
    fetch,
    clock: Date.now,
    every: everyUntilStopped,
    log,
    logLinesLost: () => output.lost,
  });
  const { server, announceEnd } = httpServer(service.app, config.corsOrigins);
  server.on('error', (error: NodeJS.ErrnoException) => {
    const taken = error.code === 'EADDRINUSE';
    stop(
      taken ? `Port ${config.port} is in use: set PORT to a free one.` : `Cannot listen: ${error.message}`,
    );
  });
  server.listen(config.port, config.host, () => {
    log.info(
      {
        url: config.baseUrl,
        deck: service.deck.definition.version,
        mode: service.mode,
        timeZone: config.timeZone,
      },
      config.workbench === 'open'
        ? `listening: ${config.baseUrl}/cds-services, workbench: ${config.baseUrl}/`
        : `listening: ${config.baseUrl}/cds-services`,
    );
    if (service.mode === 'open') {
      log.warn(
        {},
        'OPEN MODE: no EHRS_FILE, so every caller on this machine is trusted. For trying out only.',
      );
    }
  });
  for (const signal of ['SIGTERM', 'SIGINT'] as const)
    process.once(signal, () => {
      announceEnd();
      drain(server, service);
    });
}

/** No new calls, the ones under way answered, the journal written. */
function drain(server: Server, service: Service): void {
  const cutOff = setTimeout(() => server.closeAllConnections(), DRAIN_MS);
  // A connection that an EHR keeps open is idle only once its last answer is out.
  const idle = setInterval(() => server.closeIdleConnections(), IDLE_CHECK_MS);
  server.close(async () => {
    clearTimeout(cutOff);
    clearInterval(idle);
    await service.close();
    process.exit(0);
  });
}

function stop(message: string): never {
  process.stderr.write(`${message}\n`);
  process.exit(1);
}

/** What an operator can mend is told without a stack; anything else is a defect of ours and keeps it. */
function tellAndStop(error: unknown): never {
  if (error instanceof OperatorError) stop(error.message);
  throw error;
}

/** Also where it is called through a link, as in `/srv/current`, or without `.js`: a start must never be silent. */
function isProgram(): boolean {
  const [, called] = process.argv;
  return (
    called !== undefined && createRequire(import.meta.url).resolve(called) === fileURLToPath(import.meta.url)
  );
}

if (isProgram()) serve(process.env).catch(tellAndStop);
