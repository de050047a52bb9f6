import { expect, it } from '@jest/globals';
import type { Resource } from '../../src/fhir/resource.js';
import { daysOf } from '../../src/picture/recorded-dose.js';
import { siteCalendar } from '../../src/picture/site-calendar.js';

const calendar = siteCalendar('UTC')(new Date('2026-03-01T12:00:00Z'));
const readFrom = (elements: object) =>
  daysOf({ resourceType: 'Procedure', ...elements } as unknown as Resource, calendar);

it.each<[string, object, ReturnType<typeof daysOf>]>([
  ['a day', { performedDateTime: '2025-10-03' }, { on: '2025-10-03' }],
  ['a month', { performedDateTime: '2025-10' }, { on: '2025-10-31', from: '2025-10-01', month: 'Oct 2025' }],
  ['a month that began today', { performedDateTime: '2026-03' }, { on: '2026-03-01', from: '2026-03-01' }],
  [
    'a stretch of days',
    { performedPeriod: { start: '2025-10-03', end: '2025-10-04' } },
    { on: '2025-10-04', from: '2025-10-03' },
  ],
  [
    'a stretch that ends in a month',
    { performedPeriod: { start: '2025-09-30', end: '2025-10' } },
    { on: '2025-10-31', from: '2025-09-30', month: 'Oct 2025' },
  ],
  [
    'a stretch that begins in a year, without an end',
    { performedPeriod: { start: '2025' } },
    { on: '2025-12-31', from: '2025-01-01', month: '2025' },
  ],
  ['nothing that is a date', { performedDateTime: 'October', performedPeriod: 'October' }, {}],
])('%s on record is read with the days that it may be', (_, elements, days) => {
  expect(readFrom(elements)).toEqual(days);
});
