import express, { type RequestHandler } from 'express';
import { CdsError } from '../errors.js';

const MEDIA_TYPES = ['application/json', 'application/fhir+json'];

/**
 * Reads a JSON object or array of at most `limitBytes` (after decompression) into
 * `request.body`; whatever else comes is an error that names what to send.
 */
export function jsonBody(limitBytes: number): readonly RequestHandler[] {
  return [requireJson, express.json({ strict: true, limit: limitBytes, type: () => true })];
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
