import { expect, it } from '@jest/globals';
import { REQUIRED_CODES } from '../../src/deck/required-codes.js';
import { structureDefinition } from '../support/r4/structure-definitions.js';
import { codesOfValueSet } from '../support/r4/value-sets.js';

it.each(Object.entries(REQUIRED_CODES))('%s has the codes that R4 requires', (path, codes) => {
  const definition = structureDefinition(path.split('.')[0] ?? '');
  const element = definition?.snapshot?.element.find((one) => one.path === path);
  const bound = codesOfValueSet(element?.binding?.valueSet ?? '');
  expect(element?.binding?.strength).toBe('required');
  expect([...codes].sort()).toEqual([...(bound?.values() ?? [])].flatMap((ofSystem) => [...ofSystem]).sort());
});
