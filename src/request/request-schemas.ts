import type { Bundle } from 'fhir/r4.js';
import type { HookName } from './hook-request.js';
import { schemaCompiler } from './json-schema.js';

/**
 * A request as the schemas below leave it. FHIR resources are deliberately not
 * validated: Epic and the public Sandbox send orders that strict validation would
 * refuse, and a refused call is an unchecked order.
 */
export interface ValidHookRequest {
  readonly hook: HookName;
  readonly hookInstance: string;
  readonly fhirServer?: string;
  readonly fhirAuthorization?: {
    readonly access_token: string;
    readonly token_type: string;
    readonly expires_in: number;
    readonly scope: string;
    readonly subject: string;
    readonly patient?: string;
  };
  readonly context: {
    readonly userId: string;
    readonly patientId: string;
    readonly encounterId?: string;
    readonly selections?: readonly string[];
    readonly draftOrders?: Bundle;
  };
  readonly prefetch?: Readonly<Record<string, unknown>>;
}

// Each `description` completes the sentence "<pointer> must be …" that the caller reads.
const text = { type: 'string', minLength: 1, description: 'a non-empty string' };

/**
 * Real ids break FHIR's rule of 64 characters (Epic) and its alphabet, so both are
 * wider here; but nothing passes that could end one URL or search parameter and
 * begin another.
 */
const patientId = {
  type: 'string',
  pattern: '^(?!\\.$)(?!.*\\.\\.)[\\w.:~-]{1,256}$',
  description: 'a bare Patient.id: 1 to 256 letters, digits, "-", ".", "_", ":" or "~", without ".."',
};

const fhirAuthorization = {
  type: 'object',
  description: 'a JSON object (CDS Hooks 2.0, "Passing the access token to the CDS service")',
  required: ['access_token', 'token_type', 'expires_in', 'scope', 'subject'],
  properties: {
    // It goes into a header: nothing that could end the header line.
    access_token: {
      type: 'string',
      pattern: '^[\\x21-\\x7e]+$',
      description: 'a non-empty string of printable ASCII without spaces',
    },
    token_type: { type: 'string', pattern: '^[Bb]earer$', description: '"Bearer"' },
    expires_in: { type: 'number', description: 'a number of seconds' },
    scope: { type: 'string', description: 'a string' },
    subject: { type: 'string', description: 'a string' },
    patient: { type: 'string', description: 'a string' },
  },
};

const sharedContext = { userId: text, patientId, encounterId: text };

const draftOrders = {
  type: 'object',
  description: 'a FHIR Bundle as a JSON object',
  properties: { entry: { type: 'array', description: 'an array of Bundle entries' } },
};

const selections = {
  type: 'array',
  description: 'an array of "Type/id" strings',
  // Said this way a million wrong items are one fault, found at the first of them.
  not: { type: 'array', contains: { not: { type: 'string', minLength: 1 } } },
};

const contextOf: Readonly<Record<HookName, object>> = {
  'patient-view': sharedContext,
  'order-sign': { ...sharedContext, draftOrders },
  'order-select': { ...sharedContext, draftOrders, selections },
};

function requestSchema(hook: HookName): object {
  return {
    type: 'object',
    required: ['hook', 'hookInstance', 'context'],
    // cds-r-1: a token is of no use without the server it is for.
    dependentRequired: { fhirAuthorization: ['fhirServer'] },
    properties: {
      hook: { const: hook, description: `"${hook}"` },
      hookInstance: text,
      fhirServer: { type: 'string', format: 'http-url', description: 'an absolute http(s) URL' },
      fhirAuthorization,
      context: {
        type: 'object',
        description: `the context of ${hook} as a JSON object`,
        required: ['userId', 'patientId'],
        properties: contextOf[hook],
      },
      // Whatever a key holds: an EHR's own failure is judged key by key, later.
      prefetch: { type: 'object', description: 'a JSON object of prefetch keys' },
    },
  };
}

const compiler = schemaCompiler();

/** One compiled validator per hook; each leaves its findings in `errors`. */
export const requestValidators = {
  'order-sign': compiler.compile<ValidHookRequest>(requestSchema('order-sign')),
  'order-select': compiler.compile<ValidHookRequest>(requestSchema('order-select')),
  'patient-view': compiler.compile<ValidHookRequest>(requestSchema('patient-view')),
};
