import { globalSchema } from '@medplum/core';
import type { CapabilityStatement, CapabilityStatementRestResource } from 'fhir/r4.js';
import { loadR4Definitions } from './r4-definitions.js';

/** What the server says of itself: every type and search parameter of R4. As with many servers, not `_count` and `_sort`. */
export function capabilityStatement(): CapabilityStatement {
  loadR4Definitions();
  return {
    resourceType: 'CapabilityStatement',
    status: 'active',
    date: '2026-01-01',
    kind: 'instance',
    fhirVersion: '4.0.1',
    format: ['json'],
    rest: [
      {
        mode: 'server',
        resource: Object.entries(globalSchema.types).flatMap(([type, { searchParams }]) =>
          searchParams === undefined
            ? []
            : {
                type,
                interaction: [{ code: 'read' }, { code: 'search-type' }],
                searchParam: Object.entries(searchParams).map(([name, parameter]) => ({
                  name,
                  type: parameter.type,
                })),
              },
        ) as CapabilityStatementRestResource[],
      },
    ],
  };
}
