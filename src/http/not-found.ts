import type { RequestHandler } from 'express';
import { CdsError } from '../errors.js';

/** For a path that exists, under a method that does not (RFC 9110: 405 names what is allowed). */
export function methodNotAllowed(...allowed: readonly string[]): RequestHandler {
  const allow = allowed.join(', ');
  return (_request, response) => {
    response.setHeader('Allow', allow);
    throw new CdsError('method-not-allowed', `Use ${allow} here.`);
  };
}

/** For every path that nothing else answers. */
export function notFound(): RequestHandler {
  return () => {
    throw new CdsError('unknown-service', 'Nothing is here. GET /cds-services lists the services.');
  };
}
