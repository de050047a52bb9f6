import { describe, expect, it } from '@jest/globals';
import { fhirPathOf } from '../../src/fhir/fhir-path.js';

describe('a place as FHIRPath', () => {
  it.each([
    ['/hook', 'hook'],
    ['/context/patientId', 'context.patientId'],
    ['/context/draftOrders/entry/0/resource', 'context.draftOrders.entry[0].resource'],
    ['/prefetch/-user', 'prefetch.`-user`'],
    ['/prefetch/a~1b~0c', 'prefetch.`a/b~c`'],
    ['/prefetch/a`b', 'prefetch.`a\\`b`'],
    ['feedback[0].card', 'feedback[0].card'],
    ['', ''],
  ])('of %s is %s', (place, path) => {
    expect(fhirPathOf(place)).toBe(path);
  });
});
