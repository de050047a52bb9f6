import { type Response, Router } from 'express';
import type { OperationOutcome } from 'fhir/r4.js';
import { CdsError } from '../errors.js';
import { MOST_ITEMS, readFeedback } from '../journal/feedback-items.js';
import type { FeedbackFault } from '../journal/feedback-values.js';
import type { Journal } from '../journal/journal.js';
import type { Sender } from '../trust/caller.js';
import { EXACT_PATHS } from './exact-paths.js';
import { orTryLater } from './journal-unavailable.js';
import { jsonBody } from './json-body.js';
import type { Logger } from './logger.js';
import { methodNotAllowed } from './not-found.js';
import { sendJson } from './send-json.js';

export interface FeedbackDeps {
  readonly services: readonly { readonly id: string }[];
  readonly journal: Pick<Journal, 'recordFeedback'>;
  readonly senderOf: (response: Response) => Sender;
  readonly log: Logger;
}

/**
 * Beside a hook call, which carries a record, feedback is small: a day's cards of a large hospital are far
 * below this, and each byte of it may cost ten in the journal.
 */
const FEEDBACK_BYTES = 1024 ** 2;

/** Enough to find what is wrong with a client; more would only inflate the answer. */
const FAULTS_TOLD = 100;
const FAULTS_IN_A_SENTENCE = 20;

/**
 * `POST /cds-services/{id}/feedback` (CDS Hooks 2.0, "Feedback"). 200 means that every
 * item not named as faulty is on disk; an EHR may post the same again at any time.
 */
export function feedbackRouter({ services, journal, senderOf, log }: FeedbackDeps): Router {
  const ids = new Set(services.map((service) => service.id));
  const router = Router(EXACT_PATHS);
  router
    .route('/cds-services/:id/feedback{/}')
    .all((request, _response, next) => {
      // Before the body is read, as for a hook.
      if (!ids.has(request.params.id)) throw unknownService();
      next();
    })
    .post(...jsonBody(FEEDBACK_BYTES), async (request, response) => {
      const service = String(request.params.id);
      const read = readFeedback(request.body);
      if (read === undefined) throw noFeedback();
      if (read === 'too-many') throw tooMany();
      const { items, faults } = read;
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
    .all(methodNotAllowed('POST', 'OPTIONS'));
  return router;
}

/** The answer to a batch of which some was taken: which items were not, and why. */
function faultsInOutcome(faults: readonly FeedbackFault[]): OperationOutcome {
  const untold = faults.length - FAULTS_TOLD;
  const issue = faults.slice(0, FAULTS_TOLD).map(({ expression, problem }) => ({
    severity: 'warning' as const,
    code: 'invalid' as const,
    details: { text: `Not stored: ${expression} ${problem}.` },
    expression: [expression],
  }));
  const rest = { text: `Not stored: ${untold} more items.` };
  return {
    resourceType: 'OperationOutcome',
    issue: untold > 0 ? [...issue, { severity: 'warning', code: 'invalid', details: rest }] : issue,
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
  const named = faults.slice(0, FAULTS_IN_A_SENTENCE);
  const sentence = named.map(({ expression, problem }) => `${expression || 'the body'} ${problem}`);
  const unnamed = faults.length - named.length;
  if (unnamed > 0) sentence.push(`and ${unnamed} more`);
  return new CdsError(
    'invalid-request',
    `No item could be stored: ${sentence.join('; ')}.`,
    named.map(({ expression }) => expression),
  );
}
