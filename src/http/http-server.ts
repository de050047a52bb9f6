import { createServer, type RequestListener, type Server } from 'node:http';
import type { Config } from '../config.js';
import { answersUnderWay } from './answers-under-way.js';
import { lastAnswers } from './last-answers.js';
import { answerUnread } from './unread-requests.js';

/** How long a client may take. Slower ones would hold their connections until none are left for others. */
export interface ClientTimes {
  readonly headersMs: number;
  /** For the whole request, its body included. */
  readonly requestMs: number;
  /** How often slow clients are looked for. */
  readonly checkMs: number;
}

export const CLIENT_TIMES: ClientTimes = { headersMs: 10_000, requestMs: 30_000, checkMs: 2_000 };

/** Tokens and FHIR URLs are long; beyond this it is no EHR. */
const MAX_HEADER_BYTES = 32 * 1024;
/** Longer than load balancers keep idle connections (60 s): one closed under a call in flight loses that check. */
const KEEP_ALIVE_MS = 65_000;

export interface HttpServer {
  readonly server: Server;
  /** Says on every answer from now on that its connection ends. */
  readonly announceEnd: () => void;
}

/** A server that neither slow clients nor endless headers can tie up; they get 408 and 431. */
export function httpServer(
  listener: RequestListener,
  corsOrigins: Config['corsOrigins'],
  times: ClientTimes = CLIENT_TIMES,
): HttpServer {
  const server = createServer(
    {
      headersTimeout: times.headersMs,
      requestTimeout: times.requestMs,
      connectionsCheckingInterval: times.checkMs,
      maxHeaderSize: MAX_HEADER_BYTES,
      keepAliveTimeout: KEEP_ALIVE_MS,
    },
    listener,
  );
  const underWay = answersUnderWay(server);
  answerUnread(server, corsOrigins, underWay);
  return { server, announceEnd: lastAnswers(server, underWay) };
}
