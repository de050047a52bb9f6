import express from 'express';
import type { Config } from './config.js';
import { noteArrival } from './http/arrival.js';
import type { RefusedCall } from './http/count-refused.js';
import { type AnsweredRequest, countRequests } from './http/count-requests.js';
import { discovery } from './http/discovery.js';
import { answerErrors } from './http/error-handler.js';
import { withoutExternalPath } from './http/external-path.js';
import { health, type Readiness } from './http/health.js';
import { type AnswerHook, invoke } from './http/invoke.js';
import type { Logger } from './http/logger.js';
import { notFound } from './http/not-found.js';
import { assignRequestId } from './http/request-id.js';
import { responseCheck } from './http/response-check.js';
import { crossOrigin, protectiveHeaders } from './http/response-headers.js';
import { noteService } from './http/service-called.js';
import { deepFreeze, freezeObjects } from './request/deep-freeze.js';
import type { ServiceDescription } from './request/hook-response.js';

export interface AppDeps {
  readonly config: Pick<Config, 'baseUrl' | 'bodyLimitBytes' | 'corsOrigins' | 'nodeEnv'> &
    Partial<Pick<Config, 'discovery'>>;
  readonly services: readonly ServiceDescription[];
  readonly answer: AnswerHook;
  readonly ready: () => Readiness;
  /** Milliseconds since 1970. */
  readonly clock: () => number;
  readonly log: Logger;
  readonly onRequest?: (request: AnsweredRequest) => void;
  readonly onRefused?: (call: RefusedCall) => void;
  /** Runs on every POST before its body is read; refuses with `unauthenticated`. */
  readonly authenticate: express.RequestHandler;
  /** Pages for people. Before authentication, as a browser has no token: it may hold nothing that belongs to a patient. */
  readonly workbench?: express.Router;
  /** Feedback, the report, metrics: behind the calls, before 404. Each reads the bodies it wants, within its own limit. */
  readonly routes?: readonly express.Router[];
}

/** The HTTP side of the service. The order below is the order in which a call passes. */
export function createApp(deps: AppDeps): express.Express {
  const { config, services, answer, ready, log } = deps;
  const app = express();
  app.disable('x-powered-by');
  app.disable('etag');
  app.enable('strict routing');
  app.enable('case sensitive routing');

  app.use(noteArrival(deps.clock));
  app.use(assignRequestId());
  app.use(withoutExternalPath(config.baseUrl));
  app.use(noteService(services));
  if (deps.onRequest) app.use(countRequests(deps.onRequest));
  app.use(...protectiveHeaders());
  app.use(crossOrigin(config.corsOrigins));

  app.use(health(ready));
  // Open by default, as the standard has it; some hospitals let nobody read even the names of services.
  if (config.discovery === 'authenticated') app.use('/cds-services', onlyOnItself(deps.authenticate));
  app.use(discovery(services));
  if (deps.workbench) app.use(deps.workbench);

  // Every POST, not a list of paths: a path spelled otherwise must not slip past.
  app.post('/{*path}', deps.authenticate);
  app.use(
    invoke({
      services,
      answer,
      bodyLimitBytes: config.bodyLimitBytes,
      freeze: config.nodeEnv === 'production' ? freezeObjects : deepFreeze,
      log,
      onRefused: deps.onRefused ?? (() => undefined),
      check: responseCheck(config.nodeEnv, log),
    }),
  );
  for (const router of deps.routes ?? []) app.use(router);

  app.use(notFound());
  app.use(answerErrors(log));
  return app;
}

/** A middleware for the address it is mounted on, not for those below. */
function onlyOnItself(middleware: express.RequestHandler): express.RequestHandler {
  return (request, response, next) =>
    request.path === '/' && request.method !== 'POST' ? middleware(request, response, next) : next();
}
