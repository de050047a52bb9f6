import { object, present, text } from './answer-members.js';
import type { ServiceDescription } from './hook-response.js';
import { assertMeets, schemaCompiler } from './json-schema.js';

/** The root-level tokens of CDS Hooks 2.0; richer ones are for 3.0 clients only. */
const token =
  '\\{\\{(?:context\\.(?:patientId|encounterId|userId)|userPractitionerId|userPractitionerRoleId|userPatientId|userRelatedPersonId)\\}\\}';

/** A relative read or search: `Patient/{{context.patientId}}`, `Condition?patient={{…}}`. */
const prefetchTemplate = {
  type: 'string',
  pattern: `^(?:[A-Z][A-Za-z]+[/?]|${token})(?:[^{}\\s]|${token})*$`,
};

const discoverySchema = {
  $schema: 'https://json-schema.org/draft/2020-12/schema',
  $id: 'https://ocrelizumab-cds.org/schema/discovery',
  $defs: { present },
  ...object(['services'], {
    services: {
      type: 'array',
      items: object(['id', 'hook', 'title', 'description'], {
        // It becomes a path segment.
        id: { type: 'string', pattern: '^[A-Za-z0-9][A-Za-z0-9._~-]*$' },
        hook: text,
        title: text,
        description: text,
        usageRequirements: text,
        prefetch: { type: 'object', minProperties: 1, additionalProperties: prefetchTemplate },
        version: text,
        hookVersion: text,
      }),
    },
  }),
};

const isDiscovery = schemaCompiler('first-fault').compile<{ services: ServiceDescription[] }>(
  discoverySchema,
);

/** For the answer of `GET /cds-services`, once at the start. */
export function assertValidDiscovery(
  discovery: unknown,
): asserts discovery is { services: ServiceDescription[] } {
  assertMeets(isDiscovery, discovery, 'discovery response');
}
