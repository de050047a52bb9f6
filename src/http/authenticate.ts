import type { Request, RequestHandler } from 'express';
import { CdsError } from '../errors.js';
import { printable } from '../printable.js';
import { setCaller } from '../trust/caller.js';
import type { EhrRegistry } from '../trust/ehr-registry.js';
import type { JwtFailure } from '../trust/jwt-failure.js';
import type { KeySource } from '../trust/key-source.js';
import type { ReplayStore } from '../trust/replay-store.js';
import type { TrustLog } from '../trust/trust-log.js';
import { verifyClient } from '../trust/verify-client.js';
import { requestIdOf } from './request-id.js';
import { serviceOf } from './service-called.js';

export interface AuthenticateDeps {
  readonly registry: EhrRegistry;
  /** The external URL of the service, without a trailing slash; never taken from the Host header. */
  readonly baseUrl: string;
  readonly keySource: KeySource;
  readonly replay: ReplayStore;
  /** Milliseconds since 1970. */
  readonly clock: () => number;
  readonly log: TrustLog;
  /** Told of every refusal, for the metrics; `ehr` is the name of a registered EHR, never a caller's text. */
  readonly onFailure: (reason: JwtFailure, ehr: string | undefined) => void;
}

/**
 * Lets a call through only if it comes from a registered EHR (or, in open mode, always), and notes
 * who it is for `callerOf`. Must stand before the body is read: a stranger's 10 MB are not parsed.
 */
export function authenticate(deps: AuthenticateDeps): RequestHandler {
  const { registry } = deps;
  if (registry.mode === 'open') {
    return (_req, res, next) => {
      setCaller(res, { kind: 'open' });
      next();
    };
  }
  const { byIssuer } = registry;
  return async (req, res, next) => {
    // Browsers send preflights without credentials; they carry nothing and learn nothing.
    if (req.method === 'OPTIONS') return next();
    const audiences = acceptedAudiences(deps.baseUrl, req);
    const verification = await verifyClient(req.headers.authorization, audiences, { ...deps, byIssuer });
    if (verification.ok) {
      const { ehr, tenant } = verification;
      setCaller(res, { kind: 'ehr', ehr, ...(tenant !== undefined && { tenant }) });
      return next();
    }
    const { reason, claimedIssuer, claimed } = verification;
    const [expected] = audiences;
    const ehr = claimedIssuer === undefined ? undefined : byIssuer.get(claimedIssuer)?.name;
    deps.onFailure(reason, ehr);
    deps.log.warn(
      {
        reason,
        ...(claimedIssuer !== undefined && { issuer: printable(claimedIssuer, LONGEST_ISSUER) }),
        // The commonest mistake at go-live. A path that names no service of ours is a caller's text.
        ...(reason === 'wrong-audience' && serviceOf(res) !== undefined && { expected }),
        ...(isLoggable(claimed) && { claimed }),
        requestId: requestIdOf(res),
      },
      'a call was refused: its token does not hold',
    );
    next(new CdsError('unauthenticated', 'The caller could not be authenticated.'));
  };
}

/** An issuer is a URL, of which the end tells as much as the beginning. */
const LONGEST_ISSUER = 200;

/** What a token names in place of what was expected, where it can be nothing but a name or a URL. */
function isLoggable(claimed: unknown): claimed is string {
  return typeof claimed === 'string' && /^[\x21-\x7e]{1,200}$/.test(claimed);
}

/**
 * `aud` is the URL of the endpoint invoked, as the EHR sees it: the configured base and the path as it
 * was called. For feedback, clients differ between its own URL and the service's; both name the service.
 */
function acceptedAudiences(baseUrl: string, req: Request): readonly string[] {
  const path = req.originalUrl.replace(/\?.*$/s, '');
  const called = `${baseUrl}${path}`;
  const service = called.replace(/(\/cds-services\/[^/]+)\/feedback$/, '$1');
  return service === called ? [called] : [called, service];
}
