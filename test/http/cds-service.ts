import type { RequestHandler } from 'express';
import type { AppDeps } from '../../src/app.js';
import { createApp } from '../../src/app.js';
import type { Logger } from '../../src/http/logger.js';
import { HOOKS } from '../../src/request/hook-request.js';
import type { CdsResponse, ServiceDescription } from '../../src/request/hook-response.js';
import { setCaller } from '../../src/trust/caller.js';
import { type Served, serve } from '../support/serve.js';

export const SERVICES: readonly ServiceDescription[] = HOOKS.map((hook) => ({
  id: `ocrelizumab-${hook}`,
  hook,
  title: 'Ocrelizumab',
  description: `Checks ocrelizumab at ${hook}`,
  prefetch: { patient: 'Patient/{{context.patientId}}' },
}));

export const RESPONSE: CdsResponse = {
  cards: [
    {
      uuid: '1f8b7c50-5f3d-5c57-9d0a-3a6f8f0c9b11',
      summary: 'Hepatitis B not screened: order HBsAg and anti-HBc µ',
      indicator: 'warning',
      source: {
        label: 'Ocrevus US prescribing information §2.1',
        topic: { system: 'https://ocrelizumab-cds.org/topics', code: 'hbvScreening', display: 'Hepatitis B' },
      },
    },
  ],
};

export interface LogLine {
  readonly level: 'info' | 'warn' | 'error';
  readonly fields: object;
  readonly message: string;
}

export interface RunningService extends Served {
  readonly lines: readonly LogLine[];
}

/** The HTTP layer with an answer of our choice behind it, on a real port. */
export async function runService(deps: Partial<AppDeps> = {}): Promise<RunningService> {
  const lines: LogLine[] = [];
  const app = createApp({
    config: {
      baseUrl: 'http://127.0.0.1:3000',
      bodyLimitBytes: 10 * 1024 ** 2,
      corsOrigins: '*',
      nodeEnv: 'test',
    },
    services: SERVICES,
    answer: async () => RESPONSE,
    ready: () => ({ ready: true }),
    clock: Date.now,
    log: logInto(lines),
    authenticate: openMode,
    ...deps,
  });
  return { ...(await serve(app)), lines };
}

function logInto(lines: LogLine[]): Logger {
  const at = (level: LogLine['level']) => (fields: object, message: string) => {
    lines.push({ level, fields, message });
  };
  return { info: at('info'), warn: at('warn'), error: at('error') };
}

export interface Answer {
  readonly status: number;
  readonly headers: Headers;
  readonly text: string;
  /** The parsed body, undefined if there is none. */
  // biome-ignore lint/suspicious/noExplicitAny: tests look into whatever came
  readonly json: any;
}

/** Sends and reads to the end. A body that is neither empty nor JSON is an error. */
export async function send(url: string, init: RequestInit = {}): Promise<Answer> {
  const response = await fetch(url, init);
  const text = await response.text();
  return {
    status: response.status,
    headers: response.headers,
    text,
    json: text === '' ? undefined : JSON.parse(text),
  };
}

export function postJson(url: string, body: unknown, headers: Record<string, string> = {}): Promise<Answer> {
  return send(url, {
    method: 'POST',
    headers: { 'Content-Type': 'application/json', ...headers },
    body: typeof body === 'string' ? body : JSON.stringify(body),
  });
}

/** Lets everybody in, as the service does without a registry. */
export const openMode: RequestHandler = (_request, response, next) => {
  setCaller(response, { kind: 'open' });
  next();
};
