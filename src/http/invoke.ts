import express, { type Request, type RequestHandler, type Response, type Router } from 'express';
import { CdsError } from '../errors.js';
import type { Freeze } from '../request/deep-freeze.js';
import { HOOKS, type HookName, type HookRequest } from '../request/hook-request.js';
import type { CdsResponse, ServiceDescription } from '../request/hook-response.js';
import { parseHookRequest } from '../request/parse-hook-request.js';
import { type Caller, callerOf, senderOf } from '../trust/caller.js';
import { arrivedAt } from './arrival.js';
import { countRefused, type RefusedCall } from './count-refused.js';
import { EXACT_PATHS } from './exact-paths.js';
import { jsonBody } from './json-body.js';
import type { Logger } from './logger.js';
import { methodNotAllowed } from './not-found.js';
import { requestIdOf } from './request-id.js';
import { sendJson } from './send-json.js';

/**
 * From a valid request to its cards. May throw a CdsError, for example
 * `data-unobtainable`. The signal aborts when the client hangs up.
 */
export type AnswerHook = (
  service: ServiceDescription,
  request: HookRequest,
  call: {
    readonly caller: Caller;
    readonly requestId: string;
    /** Milliseconds since 1970; the time budget of the call runs from here. */
    readonly arrivedAt: number;
    readonly signal: AbortSignal;
  },
) => Promise<CdsResponse>;

export interface InvokeDeps {
  readonly services: readonly ServiceDescription[];
  readonly answer: AnswerHook;
  readonly bodyLimitBytes: number;
  readonly freeze: Freeze;
  readonly log: Logger;
  /** Told of every call that is refused before `answer` is asked. */
  readonly onRefused: (call: RefusedCall) => void;
  /** Sees every response before it is sent; throws to stop it. */
  readonly check: (response: CdsResponse, requestId: string) => void;
}

interface CallableService {
  readonly description: ServiceDescription;
  readonly hook: HookName;
}

/**
 * `POST /cds-services/{id}`.
 *
 * @throws Error on two services with one id, or a hook this service does not know
 */
export function invoke(deps: InvokeDeps): Router {
  const services = callableById(deps.services);
  const serviceOf = (request: Request): CallableService => {
    const service = services.get(String(request.params.id));
    if (service !== undefined) return service;
    throw new CdsError('unknown-service', 'No service has this id. GET /cds-services lists the services.');
  };

  const readCall: RequestHandler = (request, response, next) => {
    response.locals.hookRequest = parseHookRequest(request.body, serviceOf(request).hook, deps.freeze);
    next();
  };

  const router = express.Router(EXACT_PATHS);
  router
    .route('/cds-services/:id{/}')
    .all((request, _response, next) => {
      // Before the body is read: 10 MB for nobody are not worth parsing.
      serviceOf(request);
      next();
    })
    .post(
      ...jsonBody(deps.bodyLimitBytes),
      readCall,
      countRefused((response) => senderOf(callerOf(response)).ehr, deps.onRefused),
    )
    .post(async (request, response) => {
      const { description } = serviceOf(request);
      const hookRequest: HookRequest = response.locals.hookRequest;
      const gone = signalOfHangUp(response);
      try {
        const answer = await deps.answer(description, hookRequest, {
          caller: callerOf(response),
          requestId: requestIdOf(response),
          arrivedAt: arrivedAt(response),
          signal: gone,
        });
        deps.check(answer, requestIdOf(response));
        if (!gone.aborted) sendJson(response, 200, answer);
      } catch (error) {
        if (!gone.aborted) throw error;
      }
      if (gone.aborted) {
        deps.log.warn(
          { requestId: requestIdOf(response), service: description.id },
          'the client hung up before its answer: nobody saw the cards',
        );
      }
    })
    .all(methodNotAllowed('POST', 'OPTIONS'));
  return router;
}

/** Aborts if the connection closes before the answer is out, to stop fetching for nobody. */
function signalOfHangUp(response: Response): AbortSignal {
  const controller = new AbortController();
  response.once('close', () => {
    if (!response.writableEnded) controller.abort();
  });
  return controller.signal;
}

function callableById(descriptions: readonly ServiceDescription[]): ReadonlyMap<string, CallableService> {
  const byId = new Map<string, CallableService>();
  for (const description of descriptions) {
    const { id, hook } = description;
    if (byId.has(id)) throw new Error(`Two services have the id ${id}`);
    if (!isHookName(hook)) throw new Error(`Service ${id} is for ${hook}, a hook without a request schema`);
    byId.set(id, { description, hook });
  }
  return byId;
}

function isHookName(hook: string): hook is HookName {
  return HOOKS.some((known) => known === hook);
}
