import { describe, expect, it } from '@jest/globals';
import type { Resource } from '../../src/fhir/resource.js';
import { courseDays } from '../../src/picture/course.js';
import { orderDays } from '../../src/picture/order-days.js';
import { siteCalendar } from '../../src/picture/site-calendar.js';

const calendar = siteCalendar('UTC')(new Date('2026-03-02T12:00:00Z'));
const order = (dosageInstruction: object, more: object = {}) =>
  ({ resourceType: 'MedicationRequest', dosageInstruction: [dosageInstruction], ...more }) as Resource;

describe('the rhythm of an order', () => {
  it.each([
    ['every 1 month', 'every month'],
    ['every 6 months', 'every 6 months'],
  ])('"%s" is shown as "%s"', (text, shown) => {
    expect(orderDays(order({ text }), calendar).every).toBe(shown);
  });

  it.each([
    { period: -2, periodUnit: 'wk' },
    { period: 0, periodUnit: 'wk' },
    { period: 2, periodUnit: 'constructor' },
  ])('is none where it says nothing: %j', (repeat) => {
    const { everyDays, every } = orderDays(order({ timing: { repeat } }), calendar);
    expect([everyDays, every]).toEqual([undefined, undefined]);
  });
});

describe('the length of a course', () => {
  const supplied = (expectedSupplyDuration: object, numberOfRepeatsAllowed?: unknown) =>
    courseDays(
      order({}, { dispenseRequest: { expectedSupplyDuration, numberOfRepeatsAllowed } }),
      undefined,
      calendar,
    );

  it('counts each refill, and a day that has begun', () => {
    expect(supplied({ value: 30, code: 'd' }, 2)).toBe(90);
    expect(supplied({ value: 36, code: 'h' })).toBe(2);
  });

  it('is not known where its number or its unit says nothing', () => {
    expect(supplied({ value: -30, code: 'd' })).toBeUndefined();
    expect(supplied({ value: 30, code: 'constructor' })).toBeUndefined();
    expect(supplied({ value: 30, code: 'd' }, '11')).toBe(30);
  });

  it('is that since it began where its end lies before its beginning', () => {
    const repeat = { frequency: 1, boundsPeriod: { start: '2026-02-01', end: '2025-02-01' } };
    const course = order({ timing: { repeat } }, { status: 'active' });
    expect(courseDays(course, '2026-02-01', calendar)).toBe(29);
  });

  it('ends after a century at the latest', () => {
    expect(supplied({ value: 1e300, code: 'd' })).toBe(36_525);
  });
});
