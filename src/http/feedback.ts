import { type Response, Router } from 'express';
import type { OperationOutcome } from 'fhir/r4.js';
import { CdsError } from '../errors.js';
import { readFeedback } from '../journal/feedback-items.js';
import type { FeedbackFault } from '../journal/feedback-values.js';
import type { Journal } from '../journal/journal.js';
import type { Sender } from '../trust/caller.js';
import { orTryLater } from './journal-unavailable.js';
import type { Logger } from './logger.js';
import { methodNotAllowed } from './not-found.js';
import { sendJson } from './send-json.js';

export interface FeedbackDeps {
  readonly services: readonly { readonly id: string }[];
  readonly journal: Pick<Journal, 'recordFeedback'>;
  readonly senderOf: (response: Response) => Sender;
  readonly log: Logger;
}

/** More items in one POST are no batch of a working EHR. */
const MOST_ITEMS = 5_000;

/**
 * `POST /cds-services/{id}/feedback` (CDS Hooks 2.0, "Feedback"). 200 means that every
 * item not named as faulty is on disk; an EHR may post the same again at any time.
 */
export function feedbackRouter({ services, journal, senderOf, log }: FeedbackDeps): Router {
  const ids = new Set(services.map((service) => service.id));
  const router = Router();
  router
    .route('/cds-services/:id/feedback')
    .post(async (request, response) => {
      const service = String(request.params.id);
      if (!ids.has(service)) throw unknownService();
      const read = readFeedback(request.body);
      if (read === undefined) throw noFeedback();
      const { items, faults } = read;
      if (items.length + faults.length > MOST_ITEMS) throw tooMany();
      if (faults.length > 0) {
        log.warn({ service, faulty: faults.length, taken: items.length }, 'feedback with faulty items');
      }
      if (items.length === 0 && faults.length > 0) throw allFaulty(faults);
      const sender = senderOf(response);
      await orTryLater(
        response,
        journal.recordFeedback(items.map((item) => ({ ...item, ...sender, service }))),
        'Feedback cannot be stored now: send it again later.',
      );
      sendJson(response, 200, faults.length === 0 ? {} : faultsInOutcome(faults));
    })
    .all(methodNotAllowed('POST'));
  return router;
}

/** The answer to a batch of which some was taken: which items were not, and why. */
function faultsInOutcome(faults: readonly FeedbackFault[]): OperationOutcome {
  return {
    resourceType: 'OperationOutcome',
    issue: faults.map(({ expression, problem }) => ({
      severity: 'warning',
      code: 'invalid',
      details: { text: `Not stored: ${expression} ${problem}.` },
      expression: [expression],
    })),
  };
}

function unknownService(): CdsError {
  return new CdsError('unknown-service', 'No such CDS service; GET /cds-services lists them.');
}

function noFeedback(): CdsError {
  return new CdsError(
    'invalid-request',
    'The body is no feedback: expected {"feedback": [{"card", "outcome", "outcomeTimestamp", …}]}.',
    ['feedback'],
  );
}

function tooMany(): CdsError {
  return new CdsError(
    'body-too-large',
    `More than ${MOST_ITEMS} feedback items: send them in several calls.`,
  );
}

function allFaulty(faults: readonly FeedbackFault[]): CdsError {
  const named = faults.map(({ expression, problem }) => `${expression || 'the body'} ${problem}`);
  return new CdsError(
    'invalid-request',
    `No item could be stored: ${named.slice(0, 20).join('; ')}.`,
    faults.map(({ expression }) => expression).filter((expression) => expression !== ''),
  );
}
