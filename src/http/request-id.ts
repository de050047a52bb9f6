import { randomUUID } from 'node:crypto';
import type { Request, RequestHandler, Response } from 'express';

const HEADER = 'X-Request-Id';

/**
 * Gives every call an id, in the answer and in the log. Always our own: an id from
 * the caller could carry patient data or line breaks into the log.
 */
export function assignRequestId(): RequestHandler {
  return (_request: Request, response: Response, next) => {
    response.setHeader(HEADER, randomUUID());
    next();
  };
}

/** The id that `assignRequestId` gave. */
export function requestIdOf(response: Response): string {
  return String(response.getHeader(HEADER));
}
