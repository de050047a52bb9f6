import express, { type Router } from 'express';
import { EXACT_PATHS } from './exact-paths.js';
import { methodNotAllowed } from './not-found.js';
import { sendJson } from './send-json.js';

/**
 * What an operator wants to know of a service that answers. It listens only once it can, and no longer when
 * it is to end: whoever gets through finds it ready.
 */
export interface Readiness {
  readonly ready: true;
  readonly [detail: string]: unknown;
}

/** `GET /health/live` for restarting, `GET /health/ready` for routing. */
export function health(ready: () => Readiness): Router {
  const router = express.Router(EXACT_PATHS);
  router
    .route('/health/live')
    .get((_request, response) => sendJson(response, 200, { live: true }))
    .all(methodNotAllowed('GET', 'HEAD', 'OPTIONS'));
  router
    .route('/health/ready')
    .get((_request, response) => sendJson(response, 200, ready()))
    .all(methodNotAllowed('GET', 'HEAD', 'OPTIONS'));
  return router;
}
