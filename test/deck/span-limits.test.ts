import { expect, it } from '@jest/globals';
import type { DeckDocument } from '../../src/deck/deck-document.js';
import { checkSpanLimits, spanProblem } from '../../src/deck/span-limits.js';
import type { FactDefinitions } from '../../src/facts/fact-definitions.js';

it('takes whole days and months of a century, and any other number', () => {
  expect(spanProblem('days', 90)).toBeUndefined();
  expect(spanProblem('mg', 0.5)).toBeUndefined();
  expect(spanProblem('days', 0.5)).toBe('must be a whole number of days, at most 36525');
  expect(spanProblem('months', 1_201)).toBe('must be a whole number of months, at most 1200');
});

it('refuses a limit that is used in another unit than its own, wherever that stands', () => {
  const faults: string[] = [];
  const limits = { fewDays: { value: 1.5, unit: 'days', source: '' } };
  const history = { pregnancy: { any: [{ within: { months: 'fewDays' } }], apart: { days: 'fewDays' } } };
  checkSpanLimits({
    content: { limits, history },
    fault: (path: readonly (string | number)[], message: string) =>
      faults.push(`${path.join('.')}: ${message}`),
  } as unknown as DeckDocument<FactDefinitions>);
  expect(faults).toEqual([
    'limits.fewDays.value: must be a whole number of days, at most 36525',
    'history.pregnancy.any.0.within.months: "fewDays" is in days, not in months',
  ]);
});
