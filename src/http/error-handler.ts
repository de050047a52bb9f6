import { types } from 'node:util';
import type { ErrorRequestHandler, Response } from 'express';
import { type CdsError, toOperationOutcome } from '../errors.js';
import { asCdsError, isHangUp } from './as-cds-error.js';
import type { Logger } from './logger.js';
import { requestIdOf } from './request-id.js';
import { sendJson } from './send-json.js';
import { serviceOf } from './service-called.js';

/**
 * Answers every error: an OperationOutcome, or a bare 401. Must be the last handler,
 * so that express's own HTML page is never reached.
 */
export function answerErrors(log: Logger): ErrorRequestHandler {
  return (thrown: unknown, _request, response, _next) => {
    if (isHangUp(thrown)) {
      response.destroy();
      return;
    }
    const error = asCdsError(thrown);
    logError(log, thrown, error, response);
    if (response.headersSent) {
      // Half an answer is out: cutting it off is the only way left to say that it is wrong.
      response.destroy();
    } else if (error.status === 401) {
      // No word on why (CDS Hooks best practices).
      response.writeHead(401, { 'WWW-Authenticate': 'Bearer', 'Content-Length': 0 });
      response.end();
    } else {
      sendJson(response, error.status, toOperationOutcome(error));
    }
  };
}

/** A refused call is an unchecked order, so each leaves a line; without body, path, token or message. */
function logError(log: Logger, thrown: unknown, error: CdsError, response: Response): void {
  const service = serviceOf(response);
  const fields = {
    requestId: requestIdOf(response),
    ...(service !== undefined && { service }),
    code: error.code,
    status: error.status,
    ...(error.reasons.length > 0 && { reasons: error.reasons }),
  };
  if (error.code === 'internal' && thrown !== error) {
    log.error({ ...fields, error: nameOf(thrown), at: framesOf(thrown) }, 'call failed');
  } else if (error.status >= 500) {
    log.error(fields, 'call failed');
  } else {
    log.warn(fields, 'call refused');
  }
}

function nameOf(thrown: unknown): string {
  return types.isNativeError(thrown) ? thrown.name : typeof thrown;
}

/** Where it happened: the stack without its first part, the message, which may quote patient data. */
function framesOf(thrown: unknown): readonly string[] {
  if (!types.isNativeError(thrown) || thrown.stack === undefined) return [];
  const end = thrown.stack.indexOf(thrown.message);
  if (end === -1) return [];
  return thrown.stack
    .slice(end + thrown.message.length)
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => line.startsWith('at '));
}
