import type { Server, ServerResponse } from 'node:http';
import type { AnswersUnderWay } from './answers-under-way.js';

/**
 * Lets a server that is to end say so: once the function that is returned is called, answers under way and those
 * still to come carry `Connection: close`. An EHR that sent its next call over such a connection would lose it.
 */
export function lastAnswers(server: Server, underWay: AnswersUnderWay): () => void {
  const announce = (response: ServerResponse): void => {
    if (!response.headersSent) response.setHeader('Connection', 'close');
  };
  return () => {
    server.prependListener('request', (_request, response) => announce(response));
    for (const response of underWay.each()) announce(response);
  };
}
