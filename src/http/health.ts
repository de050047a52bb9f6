import express, { type Router } from 'express';
import { methodNotAllowed } from './not-found.js';
import { sendJson } from './send-json.js';

/** Whether calls can be answered, with whatever tells an operator why not. */
export interface Readiness {
  readonly ready: boolean;
  readonly [detail: string]: unknown;
}

/** `GET /health/live` for restarting, `GET /health/ready` for routing. */
export function health(ready: () => Readiness | Promise<Readiness>): Router {
  const router = express.Router();
  router
    .route('/health/live')
    .get((_request, response) => sendJson(response, 200, { live: true }))
    .all(methodNotAllowed('GET', 'HEAD', 'OPTIONS'));
  router
    .route('/health/ready')
    .get(async (_request, response) => {
      const readiness = await ready();
      sendJson(response, readiness.ready ? 200 : 503, readiness);
    })
    .all(methodNotAllowed('GET', 'HEAD', 'OPTIONS'));
  return router;
}
