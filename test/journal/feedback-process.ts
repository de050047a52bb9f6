/**
 * A service process with nothing but feedback, for tests that kill it. Prints its port
 * when it listens. Arguments: the SQLite file, and the database's URL if there is one.
 */
import type { AddressInfo } from 'node:net';
import express from 'express';
import { feedbackRouter } from '../../src/http/feedback.js';
import { openJournal } from '../../src/journal/open-journal.js';

const [, , file = '', databaseUrl] = process.argv;
const log = { info: () => undefined, warn: () => undefined, error: () => undefined };
const journal = await openJournal({
  file,
  ...(databaseUrl !== undefined && { databaseUrl }),
  clock: () => new Date(),
  log,
  onDrop: () => undefined,
});
const services = [{ id: 'ocrelizumab-order-sign' }];
const server = express()
  .use(express.json())
  .use(feedbackRouter({ services, journal, senderOf: () => ({ ehr: 'General Hospital' }), log }))
  .listen(0, '127.0.0.1', () => process.stdout.write(`${(server.address() as AddressInfo).port}\n`));
