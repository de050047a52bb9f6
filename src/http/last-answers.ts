import type { Server, ServerResponse } from 'node:http';

/**
 * Lets a server that is to end say so: once the function that is returned is called, answers under way and those
 * still to come carry `Connection: close`. An EHR that sent its next call over such a connection would lose it.
 */
export function lastAnswers(server: Server): () => void {
  const underWay = new Set<ServerResponse>();
  let isEnding = false;
  const announce = (response: ServerResponse): void => {
    if (!response.headersSent) response.setHeader('Connection', 'close');
  };
  // Before the application, which may answer at once.
  server.prependListener('request', (_request, response) => {
    if (isEnding) announce(response);
    underWay.add(response);
    response.once('close', () => underWay.delete(response));
  });
  return () => {
    isEnding = true;
    for (const response of underWay) announce(response);
  };
}
