import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { readConfig } from '../../src/config.js';
import type { Logger } from '../../src/http/logger.js';
import type { Report } from '../../src/report/report.js';
import { openService } from '../../src/service.js';
import { serve } from '../support/serve.js';

const root = fileURLToPath(new URL('../../', import.meta.url));

/** The day on which everything here happens. */
export const NOW = new Date('2026-03-02T12:00:00Z');

/** Opens the report of every service that is started here. */
export const REPORT_TOKEN = 'reviewers-of-the-workbench';
export const REPORT_PATH = '/report?from=2026-03-01&to=2026-03-03';

export interface WorkbenchService {
  readonly url: string;
  /** Everything the service has logged, as text. */
  logged(): string;
  /** What its journal has kept. */
  report(): Promise<Report>;
  close(): Promise<void>;
}

/** The whole service with its workbench, on a real port. */
export async function startWorkbench(env: Readonly<Record<string, string>> = {}): Promise<WorkbenchService> {
  const folder = mkdtempSync(join(tmpdir(), 'workbench-'));
  const lines: string[] = [];
  const note = (fields: object, message: string) => {
    lines.push(JSON.stringify({ ...fields, message }));
  };
  const log: Logger = { info: note, warn: note, error: note };
  const service = await openService({
    config: readConfig({
      NODE_ENV: 'test',
      TIME_ZONE: 'UTC',
      JOURNAL_FILE: join(folder, 'journal.sqlite'),
      REPORT_TOKEN,
      ...env,
    }),
    deckDirectory: `${root}cards`,
    storiesDirectory: `${root}fhir-fixtures`,
    fetch: () => Promise.reject(new Error('the workbench fetches nothing')),
    clock: () => NOW.getTime(),
    every: () => () => {},
    log,
  });
  const served = await serve(service.app);
  return {
    url: served.url,
    logged: () => lines.join('\n'),
    report: async () => {
      const response = await fetch(`${served.url}${REPORT_PATH}&format=json`, {
        headers: { Authorization: `Bearer ${REPORT_TOKEN}` },
      });
      return (await response.json()) as Report;
    },
    close: async () => {
      await served.close();
      await service.close();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}
