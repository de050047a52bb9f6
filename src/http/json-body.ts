import express, { type RequestHandler } from 'express';
import { CdsError } from '../errors.js';

const MEDIA_TYPES = ['application/json', 'application/fhir+json'];

/** What JSON can be in beside UTF-8. */
const OTHER_UNICODE = /^utf-(?:16|32)(?:le|be)?$/i;

/**
 * Reads JSON of at most `limitBytes` (after decompression) into `request.body`, of whatever type: whoever
 * reads it says what it must be. Whatever else comes is an error that names what to send.
 */
export function jsonBody(limitBytes: number): readonly RequestHandler[] {
  return [requireJson, withoutCharset, express.json({ strict: false, limit: limitBytes, type: () => true })];
}

const requireJson: RequestHandler = (request, _response, next) => {
  const mediaType = request.is(MEDIA_TYPES);
  if (mediaType === null || request.headers['content-length'] === '0') {
    throw new CdsError('malformed-json', 'The body is empty. Send the hook request as a JSON object.');
  }
  if (mediaType === false) {
    throw new CdsError(
      'unsupported-media-type',
      `Send the body with Content-Type: ${MEDIA_TYPES.join(' or ')}.`,
    );
  }
  next();
};

/**
 * JSON is in UTF-8, and `charset` means nothing (RFC 8259, 8.1 and 11): `utf8` or `iso-8859-1`, which frameworks
 * add by themselves, are no reason to leave an order unchecked.
 */
const withoutCharset: RequestHandler = (request, _response, next) => {
  const type = request.headers['content-type'] ?? '';
  const charset = /;\s*charset\s*=\s*"?([^\s;"]*)/i.exec(type)?.[1];
  if (charset !== undefined && !OTHER_UNICODE.test(charset)) {
    request.headers['content-type'] = type.slice(0, type.indexOf(';'));
  }
  next();
};
