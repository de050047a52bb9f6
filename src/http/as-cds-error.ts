import { types } from 'node:util';
import { CdsError } from '../errors.js';

/**
 * Whatever was thrown, as an error for the caller. Messages of others are never
 * passed on: JSON.parse, for one, quotes the body.
 */
export function asCdsError(thrown: unknown): CdsError {
  if (thrown instanceof CdsError) return thrown;
  if (!types.isNativeError(thrown)) return internal();
  switch ('type' in thrown ? thrown.type : undefined) {
    case 'entity.parse.failed':
      return new CdsError('malformed-json', `The body is not JSON (RFC 8259)${placeOf(thrown)}.`);
    case 'entity.too.large':
      return new CdsError(
        'body-too-large',
        `The body is larger than this service accepts${limitOf(thrown)}.`,
      );
    case 'encoding.unsupported':
      return new CdsError(
        'unsupported-media-type',
        'Content-Encoding must be gzip, deflate or br, or left out.',
      );
  }
  if (thrown.name === 'URIError')
    return new CdsError('invalid-request', 'The URL is not validly percent-encoded.');
  return isClientFault(thrown)
    ? new CdsError('malformed-json', 'The body could not be read: check Content-Encoding and Content-Length.')
    : internal();
}

/** True if the caller hung up while the body was being read, so that nobody waits for an answer. */
export function isHangUp(thrown: unknown): boolean {
  return types.isNativeError(thrown) && 'type' in thrown && thrown.type === 'request.aborted';
}

function internal(): CdsError {
  return new CdsError(
    'internal',
    'The service failed on this call. Its log says more under the X-Request-Id of this answer.',
  );
}

function placeOf(error: Error): string {
  const position = /\bposition (\d+)/.exec(error.message)?.[1];
  return position === undefined ? '' : `, at character ${position}`;
}

function limitOf(error: Error): string {
  return 'limit' in error && typeof error.limit === 'number' ? ` (${error.limit} bytes)` : '';
}

/** express and body-parser mark the faults of a request with a 4xx status. */
function isClientFault(error: Error): boolean {
  return 'status' in error && typeof error.status === 'number' && error.status >= 400 && error.status < 500;
}
