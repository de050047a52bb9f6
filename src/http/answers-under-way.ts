import type { Server, ServerResponse } from 'node:http';
import type { Socket } from 'node:net';

/** The answers that a server is making. */
export interface AnswersUnderWay {
  /** The answer being made on a connection; of several that are pipelined, the last. */
  on(socket: Socket): ServerResponse | undefined;
  each(): Iterable<ServerResponse>;
}

/**
 * Knows the answers under way by their connections. Not by a list of answers: one that lives as long as the
 * server and changes with each call kept, until the next full collection, whatever record had come with it.
 */
export function answersUnderWay(server: Server): AnswersUnderWay {
  const connections = new Map<Socket, { answer?: ServerResponse }>();
  server.on('connection', (socket) => {
    connections.set(socket, {});
    socket.once('close', () => connections.delete(socket));
  });
  // Before the application, which may answer at once.
  server.prependListener('request', (request, response) => {
    const connection = connections.get(request.socket);
    if (connection === undefined) return;
    connection.answer = response;
    response.once('close', () => {
      if (connection.answer === response) connection.answer = undefined;
    });
  });
  return {
    on: (socket) => connections.get(socket)?.answer,
    *each() {
      for (const { answer } of connections.values()) if (answer !== undefined) yield answer;
    },
  };
}
