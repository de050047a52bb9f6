import { createHash, timingSafeEqual } from 'node:crypto';
import type { RequestHandler } from 'express';
import { CdsError } from '../errors.js';
import type { Logger } from './logger.js';
import { requestIdOf } from './request-id.js';

/** Lets through whoever shows the report's own credential; without one set, nobody. A wrong one leaves a line. */
export function requireReportCredential(token: string | undefined, log: Logger): RequestHandler {
  return (request, response, next) => {
    if (token === undefined) {
      throw new CdsError('forbidden', 'The report is closed: REPORT_TOKEN opens it.');
    }
    response.set('Cache-Control', 'no-store');
    // Beside the Origin that CORS has named.
    response.vary('Accept, Authorization');
    const authorization = request.get('authorization');
    if (isAuthorized(authorization, token)) return next();
    // A browser's first call comes without any: that is how it learns to ask.
    if (authorization) {
      log.warn({ requestId: requestIdOf(response) }, 'the report was refused: its credential does not hold');
    }
    // Written here and not thrown: only these routes ask for Basic, which browsers know.
    response.status(401).set('WWW-Authenticate', 'Basic realm="report", charset="UTF-8"').end();
  };
}

/** As a bearer token, or as the password of Basic, which a browser asks for by itself. */
function isAuthorized(header: string | undefined, token: string): boolean {
  const [, scheme = '', credential = ''] = /^(Bearer|Basic) +(\S+)$/i.exec(header ?? '') ?? [];
  if (scheme.toLowerCase() !== 'basic') return isSame(credential, token);
  const userAndPassword = Buffer.from(credential, 'base64').toString();
  return isSame(userAndPassword.slice(userAndPassword.indexOf(':') + 1), token);
}

/** In a time that tells nothing: digests have one length, and are compared to the end. */
function isSame(given: string, expected: string): boolean {
  const digest = (text: string) => createHash('sha256').update(text).digest();
  return timingSafeEqual(digest(given), digest(expected));
}
