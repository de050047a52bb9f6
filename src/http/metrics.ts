import express, { type Router } from 'express';
import type { Registry } from 'prom-client';
import { EXACT_PATHS } from './exact-paths.js';
import { methodNotAllowed } from './not-found.js';

/** `GET /metrics` in the Prometheus text format. */
export function metrics(registry: Registry): Router {
  const router = express.Router(EXACT_PATHS);
  router
    .route('/metrics')
    .get(async (_request, response) => {
      response.set('Content-Type', registry.contentType);
      response.send(await registry.metrics());
    })
    .all(methodNotAllowed('GET', 'HEAD', 'OPTIONS'));
  return router;
}
