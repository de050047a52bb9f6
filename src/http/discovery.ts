import express, { type Router } from 'express';
import { assertValidDiscovery } from '../request/discovery-schema.js';
import type { ServiceDescription } from '../request/hook-response.js';
import { EXACT_PATHS } from './exact-paths.js';
import { methodNotAllowed } from './not-found.js';
import { sendJsonText } from './send-json.js';

/**
 * `GET /cds-services`, always available (CDS Hooks 2.0 "Discovery").
 *
 * @throws Error if the descriptions would make an invalid answer
 */
export function discovery(services: readonly ServiceDescription[]): Router {
  const answer = { services };
  assertValidDiscovery(answer);
  const text = JSON.stringify(answer);
  const router = express.Router(EXACT_PATHS);
  router
    .route('/cds-services{/}')
    .get((_request, response) => sendJsonText(response, 200, text))
    .all(methodNotAllowed('GET', 'HEAD', 'OPTIONS'));
  return router;
}
