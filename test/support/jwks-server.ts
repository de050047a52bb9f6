import { createServer, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { JWK } from 'jose';

/** A real HTTP server on loopback that publishes a JWK Set, and can be told to misbehave. */
export interface JwksServer {
  readonly url: string;
  /** How often it was asked. */
  readonly requests: number;
  publish(...keys: readonly JWK[]): void;
  /** Answers every later request so, until keys are published again. */
  answerWith(answer: (response: ServerResponse) => void): void;
  close(): Promise<void>;
}

export async function startJwksServer(...keys: readonly JWK[]): Promise<JwksServer> {
  const keySet =
    (published: readonly JWK[]) =>
    (response: ServerResponse): void => {
      response.setHeader('content-type', 'application/json').end(JSON.stringify({ keys: published }));
    };
  let answer = keySet(keys);
  let requests = 0;
  const server = createServer((_request, response) => {
    requests += 1;
    answer(response);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/jwks.json`,
    get requests() {
      return requests;
    },
    publish: (...published) => {
      answer = keySet(published);
    },
    answerWith: (other) => {
      answer = other;
    },
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}
