import type { RequestHandler } from 'express';

/**
 * A proxy may strip the path of the external URL or pass it on: `/ocrelizumab/cds-services` is
 * `/cds-services` for everything behind this, and the token's audience is the external URL either way.
 */
export function withoutExternalPath(baseUrl: string): RequestHandler {
  const prefix = new URL(baseUrl).pathname.replace(/\/$/, '');
  return (request, _response, next) => {
    const rest = request.url.startsWith(prefix) ? request.url.slice(prefix.length) : undefined;
    if (prefix !== '' && rest !== undefined && /^(?:[/?]|$)/.test(rest)) {
      request.url = rest.startsWith('/') ? rest : `/${rest}`;
      request.originalUrl = request.url;
    }
    next();
  };
}
