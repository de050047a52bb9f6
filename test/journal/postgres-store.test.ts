import { once } from 'node:events';
import { type AddressInfo, createServer, type Server, type Socket } from 'node:net';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { PostgresStore } from '../../src/journal/postgres-store.js';

/** A message of PostgreSQL's protocol: its type, its length with the four bytes of the length, its content. */
function message(type: string, content: Buffer): Buffer {
  const length = Buffer.alloc(4);
  length.writeInt32BE(content.length + 4);
  return Buffer.concat([Buffer.from(type), length, content]);
}

const AUTHENTICATED = message('R', Buffer.from([0, 0, 0, 0]));
const READY = message('Z', Buffer.from('I'));
const TERMINATED = message(
  'E',
  Buffer.from('SFATAL\0VFATAL\0C57P01\0Mterminating connection due to administrator command\0\0'),
);

describe('a PostgreSQL that ends a connection in the same breath as it opens it', () => {
  const sockets = new Set<Socket>();
  let server: Server;
  let store: PostgresStore;

  beforeAll(async () => {
    server = createServer((socket) => {
      sockets.add(socket);
      socket.on('error', () => {});
      socket.once('data', () => socket.end(Buffer.concat([AUTHENTICATED, READY, TERMINATED])));
    }).listen(0, '127.0.0.1');
    await once(server, 'listening');
    const { port } = server.address() as AddressInfo;
    store = new PostgresStore(`postgres://cds@127.0.0.1:${port}/journal`);
  });
  afterAll(async () => {
    await store.close();
    for (const socket of sockets) socket.destroy();
    server.close();
  });

  it('fails the write, and not the process', async () => {
    await expect(store.write(async (query) => query('SELECT 1'))).rejects.toMatchObject({
      kind: 'unreachable',
    });
  });

  it('fails the read, and not the process', async () => {
    await expect(store.read('SELECT 1')).rejects.toMatchObject({ kind: 'unreachable' });
  });
});
