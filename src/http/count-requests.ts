import type { RequestHandler } from 'express';
import { serviceOf } from './service-called.js';

/** A request and its answer, as far as it may be counted. */
export interface AnsweredRequest {
  /** Id of one of our services; a path that a caller made up is none. */
  readonly service: string | undefined;
  readonly status: number;
}

/** Tells of every answer once it is out, whatever came of the request. */
export function countRequests(onRequest: (request: AnsweredRequest) => void): RequestHandler {
  return (_request, response, next) => {
    response.once('finish', () => {
      onRequest({ service: serviceOf(response), status: response.statusCode });
    });
    next();
  };
}
