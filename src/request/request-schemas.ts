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
  /** Judged by `usableAccess`. */
  readonly fhirServer?: unknown;
  readonly fhirAuthorization?: unknown;
  readonly context: {
    readonly userId: string;
    readonly patientId: string;
    readonly encounterId?: unknown;
    readonly selections?: readonly string[];
    readonly draftOrders?: Bundle;
  };
  readonly prefetch?: Readonly<Record<string, unknown>> | null;
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

const sharedContext = { userId: text, patientId };

// Anything else than a Bundle holds no order that could be found: answered, it would look checked.
const draftOrders = {
  type: 'object',
  description: 'a FHIR Bundle as a JSON object',
  required: ['resourceType'],
  properties: {
    resourceType: { const: 'Bundle', description: '"Bundle": the orders are sent as a FHIR Bundle' },
    entry: { type: 'array', description: 'an array of Bundle entries' },
  },
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
    properties: {
      hook: { const: hook, description: `"${hook}"` },
      hookInstance: text,
      context: {
        type: 'object',
        description: `the context of ${hook} as a JSON object`,
        required: ['userId', 'patientId'],
        properties: contextOf[hook],
      },
      // Whatever a key holds: an EHR's own failure is judged key by key, later.
      prefetch: { type: ['object', 'null'], description: 'a JSON object of prefetch keys' },
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
