import { describe, expect, it } from '@jest/globals';
import type { CodedResource } from '../../src/picture/coded-resource.js';
import { milligrams } from '../../src/picture/dosage.js';
import { orderPace } from '../../src/picture/order-pace.js';

const paced = (dosage: object) =>
  orderPace({
    resource: { resourceType: 'MedicationRequest', dosageInstruction: [dosage] },
    words: [],
  } as unknown as CodedResource);

describe('a unit that means something to JavaScript only', () => {
  it.each(['constructor', '__proto__'])('is none: %s', (unit) => {
    expect(milligrams({ value: 300, unit }, undefined)).toBeUndefined();
    expect(paced({ timing: { repeat: { duration: 2, durationUnit: unit } } })).toEqual({});
    const rateRatio = { numerator: { value: 30, unit: 'mL' }, denominator: { value: 1, unit } };
    expect(paced({ doseAndRate: [{ rateRatio }] })).toEqual({});
  });
});

it('a rate over no time is none', () => {
  const rateRatio = { numerator: { value: 30, unit: 'mL' }, denominator: { value: 0, unit: 'h' } };
  expect(paced({ doseAndRate: [{ rateRatio }] })).toEqual({});
});
