import { describe, expect, it } from '@jest/globals';
import type { Resource } from '../../src/fhir/resource.js';
import { sourceOf } from '../../src/picture/source.js';

const source = (id: unknown) => sourceOf({ resourceType: 'MedicationRequest', id } as Resource);

describe('the source of a fact', () => {
  it.each(['1', 'eXyz.-1', 'order_1', `e${'aB3.-9xQ'.repeat(24)}3`])(
    'is type and id where that is %s',
    (id) => {
      expect(source(id)).toBe(`MedicationRequest/${id}`);
    },
  );

  it.each([
    [undefined],
    [''],
    [7],
    [null],
    [{}],
    [['1']],
    ['a:b~c+d='],
    ['a/b'],
    ['a b'],
    ['1\n'],
    ['a'.repeat(257)],
  ])('is the type alone where the id is %j: no reference could lead there', (id) => {
    expect(source(id)).toBe('MedicationRequest');
  });
});
