import { object, present, text } from './answer-members.js';
import type { CdsResponse } from './hook-response.js';
import { assertMeets, schemaCompiler } from './json-schema.js';

const url = { type: 'string', format: 'http-url' };
const uuid = { type: 'string', format: 'uuid' };

/** Nobody reads so many; and cards also come from a browser, which could send them without end. */
function list(items: object, maxItems: number): object {
  return { type: 'array', minItems: 1, maxItems, items };
}

function when(condition: object, consequence: object, otherwise: object = {}): object {
  // biome-ignore lint/suspicious/noThenProperty: a JSON Schema keyword
  return { if: condition, then: consequence, else: otherwise };
}

const coding = { system: text, code: text, display: text };

/** Epic remembers an override by the topic's code: letters and digits, at most 100. */
const topicCode = { type: 'string', pattern: '^[A-Za-z0-9]{1,100}$' };

const create = object(['type', 'description', 'resource'], {
  type: { const: 'create' },
  description: text,
  resource: {
    allOf: [{ $ref: '#/$defs/present' }, { type: 'object', required: ['resourceType'] }],
  },
});

const remove = object(['type', 'description', 'resourceId'], {
  type: { const: 'delete' },
  description: text,
  resourceId: { type: 'string', pattern: '^[A-Z][A-Za-z]+/[\\w.-]+$' },
});

const suggestion = object(['label', 'uuid', 'actions'], {
  label: text,
  uuid,
  isRecommended: { type: 'boolean' },
  // One action per suggestion: real clients apply only the first.
  actions: {
    type: 'array',
    minItems: 1,
    maxItems: 1,
    items: when({ type: 'object', properties: { type: { const: 'delete' } } }, remove, create),
  },
});

const link = {
  ...object(['label', 'url', 'type'], {
    label: text,
    url,
    type: { enum: ['absolute', 'smart'] },
    appContext: text,
    autolaunchable: { type: 'boolean' },
  }),
  // cds-resp-3: appContext only for SMART launches.
  ...when(
    { type: 'object', required: ['appContext'] },
    { type: 'object', properties: { type: { const: 'smart' } } },
  ),
};

/** cds-resp-1 */
const atMostOneRecommended = when(
  {
    type: 'object',
    required: ['selectionBehavior'],
    properties: { selectionBehavior: { const: 'at-most-one' } },
  },
  {
    type: 'object',
    properties: {
      suggestions: {
        type: 'array',
        contains: {
          type: 'object',
          required: ['isRecommended'],
          properties: { isRecommended: { const: true } },
        },
        minContains: 0,
        maxContains: 1,
      },
    },
  },
);

const card = {
  ...object(['uuid', 'summary', 'indicator', 'source'], {
    uuid,
    // "One-sentence, <140-character summary": one line, at most 139.
    summary: { type: 'string', minLength: 1, maxLength: 139, pattern: '^[^\\r\\n]+$' },
    detail: text,
    indicator: { enum: ['info', 'warning', 'critical'] },
    source: object(['label', 'topic'], {
      label: text,
      url,
      icon: url,
      topic: object(['system', 'code', 'display'], { ...coding, code: topicCode }),
    }),
    suggestions: list(suggestion, 20),
    selectionBehavior: { enum: ['at-most-one', 'any'] },
    overrideReasons: list(object(['system', 'code', 'display'], coding), 50),
    links: list(link, 20),
  }),
  // cds-resp-6, and its converse: a behaviour without suggestions would be noise.
  dependentRequired: { suggestions: ['selectionBehavior'], selectionBehavior: ['suggestions'] },
  ...atMostOneRecommended,
};

/**
 * What this service may answer: CDS Hooks 2.0 narrowed to what every known client
 * can show (uuid and topic always, one action per suggestion, no systemActions).
 */
const responseSchema = {
  $schema: 'https://json-schema.org/draft/2020-12/schema',
  $id: 'https://ocrelizumab-cds.org/schema/cds-response',
  $defs: { present },
  ...object(['cards'], { cards: { type: 'array', maxItems: 100, items: card } }),
};

const isResponse = schemaCompiler('first-fault').compile<CdsResponse>(responseSchema);

/**
 * For tests, and for every answer outside production: judges it as it is sent, without the members that
 * have no value. Names places and rules, never values.
 */
export function assertValidResponse(response: unknown): asserts response is CdsResponse {
  assertMeets(isResponse, JSON.parse(JSON.stringify(response)), 'CDS Hooks response');
}
