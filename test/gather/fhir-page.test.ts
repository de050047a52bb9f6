import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import type { Resource } from '../../src/fhir/resource.js';
import { readSearchPage } from '../../src/gather/fhir-page.js';

const entry = fc.oneof(
  fc.jsonValue(),
  fc.record({ resource: fc.oneof(fc.jsonValue(), fc.constant({ resourceType: 'Observation' })) }),
  fc.record({
    resource: fc.record({ resourceType: fc.constant('OperationOutcome'), issue: fc.jsonValue() }),
  }),
);
const bundle = fc.record(
  {
    resourceType: fc.constant('Bundle'),
    entry: fc.oneof(fc.array(entry), fc.jsonValue()),
    link: fc.oneof(
      fc.array(fc.record({ relation: fc.constant('next'), url: fc.jsonValue() })),
      fc.jsonValue(),
    ),
    total: fc.jsonValue(),
  },
  { requiredKeys: ['resourceType'] },
);

describe('a page of search results, whatever a server makes of it,', () => {
  it('never throws, and never reads as "no matches" what it could not read', () => {
    fc.assert(
      fc.property(bundle, (json) => {
        const page = readSearchPage(json as Resource, 'Observation');
        if (page === undefined || page.failure !== undefined || page.resources.length > 0) return;
        const entries = (json.entry ?? []) as { resource: { resourceType: string } }[];
        expect(entries.map(({ resource }) => resource.resourceType)).toEqual(
          entries.map(() => 'OperationOutcome'),
        );
      }),
      { numRuns: 2_000 },
    );
  });
});
