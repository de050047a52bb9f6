import { type OutgoingHttpHeaders, type Server, STATUS_CODES } from 'node:http';
import type { Socket } from 'node:net';
import type { Config } from '../config.js';
import type { AnswersUnderWay } from './answers-under-way.js';

/** What Node's parser gives up on, by its code; all else is a bad request. */
const STATUS_OF: Readonly<Record<string, number>> = {
  HPE_HEADER_OVERFLOW: 431,
  HPE_CHUNK_EXTENSIONS_OVERFLOW: 413,
  ERR_HTTP_REQUEST_TIMEOUT: 408,
};

/**
 * Answers requests that never become one, as Node would, and with the headers that all our answers have: a
 * browser could not read the status otherwise, and a cache might keep it.
 */
export function answerUnread(
  server: Server,
  corsOrigins: Config['corsOrigins'],
  underWay: AnswersUnderWay,
): void {
  const headers = headersFor(corsOrigins);
  server.on('checkExpectation', (_request, response) => {
    response.writeHead(417, { ...headers, 'Content-Length': 0 }).end();
  });
  server.on('clientError', (error: NodeJS.ErrnoException, socket: Socket) => {
    const response = underWay.on(socket);
    const isHalfOut = response?.headersSent === true && !response.writableFinished;
    if (socket.writable && error.code !== 'ECONNRESET' && !isHalfOut) {
      socket.write(bareAnswer(STATUS_OF[error.code ?? ''] ?? 400, headers));
    }
    socket.destroy();
  });
}

/** Whose page it is cannot be told where no header was read: only what holds for every origin is said. */
function headersFor(corsOrigins: Config['corsOrigins']): OutgoingHttpHeaders {
  return {
    Connection: 'close',
    'Cache-Control': 'no-store',
    ...(corsOrigins === '*' && { 'Access-Control-Allow-Origin': '*' }),
  };
}

function bareAnswer(status: number, headers: OutgoingHttpHeaders): string {
  const lines = Object.entries(headers).map(([name, value]) => `${name}: ${value}\r\n`);
  return `HTTP/1.1 ${status} ${STATUS_CODES[status]}\r\n${lines.join('')}Content-Length: 0\r\n\r\n`;
}
