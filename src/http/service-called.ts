import { type Response, Router } from 'express';
import { EXACT_PATHS } from './exact-paths.js';

/**
 * Notes which service a call is for, or its feedback about: before anybody is let in, so that refusals count
 * under it too. Only names of our own are noted; a path that a caller made up is none.
 */
export function noteService(services: readonly { readonly id: string }[]): Router {
  const ids = new Set(services.map(({ id }) => id));
  const router = Router(EXACT_PATHS);
  router.all(['/cds-services/:id{/}', '/cds-services/:id/feedback{/}'], (request, response, next) => {
    const { id } = request.params;
    if (typeof id === 'string' && ids.has(id)) response.locals.service = id;
    next();
  });
  return router;
}

/** What `noteService` noted. */
export function serviceOf(response: Response): string | undefined {
  return response.locals.service;
}
