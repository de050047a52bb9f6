import type { RequestHandler, Response } from 'express';

/**
 * Notes when the headers of a call were there. The physician waits from then on, so the time that
 * reading keys and the body takes is not to be had again for the FHIR server.
 */
export function noteArrival(clock: () => number): RequestHandler {
  return (_request, response, next) => {
    response.locals.arrivedAt = clock();
    next();
  };
}

/** What `noteArrival` noted, in milliseconds since 1970. */
export function arrivedAt(response: Response): number {
  return response.locals.arrivedAt;
}
