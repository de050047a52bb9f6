import type { OperationOutcome } from 'fhir/r4.js';
import { fhirPathOf } from './fhir/fhir-path.js';

/**
 * Everything the service can refuse a call for. The code is part of the API: it is
 * what `/metrics` counts and what `OperationOutcome.issue.details.coding` carries.
 */
export type CdsErrorCode =
  | 'malformed-json'
  | 'invalid-request'
  | 'hook-mismatch'
  | 'unauthenticated'
  | 'forbidden'
  | 'unknown-service'
  | 'method-not-allowed'
  | 'data-unobtainable'
  | 'body-too-large'
  | 'unsupported-media-type'
  | 'journal-unavailable'
  | 'internal';

type IssueCode = OperationOutcome['issue'][number]['code'];

const RESPONSES: Readonly<Record<CdsErrorCode, { readonly status: number; readonly issue: IssueCode }>> = {
  'malformed-json': { status: 400, issue: 'structure' },
  'invalid-request': { status: 400, issue: 'invalid' },
  'hook-mismatch': { status: 400, issue: 'value' },
  unauthenticated: { status: 401, issue: 'security' },
  forbidden: { status: 403, issue: 'forbidden' },
  'unknown-service': { status: 404, issue: 'not-found' },
  'method-not-allowed': { status: 405, issue: 'not-supported' },
  'data-unobtainable': { status: 412, issue: 'incomplete' },
  'body-too-large': { status: 413, issue: 'too-long' },
  'unsupported-media-type': { status: 415, issue: 'not-supported' },
  'journal-unavailable': { status: 503, issue: 'no-store' },
  internal: { status: 500, issue: 'exception' },
};

/**
 * An error that is meant for the caller. `message` tells the operator of the EHR
 * what to change; it must never carry a token, a stack or patient data.
 */
export class CdsError extends Error {
  readonly status: number;

  constructor(
    readonly code: CdsErrorCode,
    message: string,
    /** FHIRPath or JSON pointers to the places at fault. */
    readonly expressions: readonly string[] = [],
    /** Words of our own for the log, which does not get the message. */
    readonly reasons: readonly string[] = [],
  ) {
    super(message);
    this.name = 'CdsError';
    this.status = RESPONSES[code].status;
  }
}

/** The body of every error answer but 401, which says nothing (CDS Hooks best practices). */
export function toOperationOutcome(error: CdsError): OperationOutcome {
  const expression = error.expressions.filter((place) => place !== '').map(fhirPathOf);
  return {
    resourceType: 'OperationOutcome',
    issue: [
      {
        severity: 'error',
        code: RESPONSES[error.code].issue,
        details: {
          coding: [{ system: 'https://ocrelizumab-cds.org/fhir/CodeSystem/error', code: error.code }],
          text: error.message,
        },
        ...(expression.length > 0 && { expression }),
      },
    ],
  };
}
