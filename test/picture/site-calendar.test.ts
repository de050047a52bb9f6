import { describe, expect, it } from '@jest/globals';
import { siteCalendar } from '../../src/picture/site-calendar.js';

const ZONES = ['UTC', 'Pacific/Auckland', 'America/Los_Angeles'];
const NOON = '2026-03-02T12:00:00Z';
const calendarIn = (zone: string, now = NOON) => siteCalendar(zone)(new Date(now));

describe.each(ZONES)('for a site in %s', (zone) => {
  const { dayOf } = calendarIn(zone);

  it.each([
    ['a day', '2026-02-28', '2026-02-28'],
    ['a leap day', '2024-02-29', '2024-02-29'],
    ['a time without an offset, which is that of the site', '2026-02-28T23:59:59', '2026-02-28'],
    ['midnight without an offset', '2026-02-28T00:00:00', '2026-02-28'],
    ['a month, at its earliest', '2026-02', '2026-02-01'],
    ['a year, at its earliest', '2025', '2025-01-01'],
  ])('%s stays what it is', (_, written, day) => {
    expect(dayOf(written)).toBe(day);
  });

  it.each([
    ['a month that is over', '2026-02', '2026-02-28'],
    ['a leap month', '2024-02', '2024-02-29'],
    ['a year that is over', '2025', '2025-12-31'],
    ['a month that is still running ends today', '2026-03', calendarIn(zone).today],
    ['a year that is still running ends today', '2026', calendarIn(zone).today],
  ])('%s, at its latest', (_, written, day) => {
    expect(dayOf(written, 'last-day')).toBe(day);
  });

  it.each([
    '2026-02-30',
    '2025-02-29',
    '2026-13-01',
    '2026-00-10',
    '2026-13',
    '26-02-01',
    '2026-2-1',
    '20260201',
    '02/03/2026',
    'soon',
    '',
    '2026-02-30T10:00:00Z',
    '2026-02-20T25:00:00Z',
    42,
    null,
    undefined,
    {},
  ])('%p is no date', (written) => {
    expect(dayOf(written)).toBeUndefined();
  });

  it.each([
    ['2026-02-28T23:30:00Z', '2026-03-01T12:30:00+13:00', '2026-02-28T15:30:00-08:00'],
    ['2026-02-28T05:00:00Z', '2026-02-28T18:00:00+13:00', '2026-02-27T21:00:00-08:00'],
    ['2026-07-01T11:30:00Z', '2026-07-01T23:30:00+12:00', '2026-07-01T04:30:00-07:00'],
    ['2026-02-28T12:00:00.000Z', '2026-02-28T12:00:00+00:00', '2026-02-28T17:30:00+05:30'],
  ])('%s is one day, in whatever zone it is written', (...written) => {
    const days = new Set(written.map((instant) => dayOf(instant)));
    expect(days.size).toBe(1);
    expect(days).not.toContain(undefined);
  });
});

describe('the day of an instant is that of the site', () => {
  it.each(ZONES)('and in %s no day lies beyond the years of FHIR', (zone) => {
    const { dayOf } = calendarIn(zone);
    expect(dayOf('9999-12-31T23:59:59Z')).toBe('9999-12-31');
    expect(dayOf('9999-12-31T23:59:59-12:00')).toBe('9999-12-31');
    expect(dayOf('0001-01-01T00:00:00+14:00')).toBe('0001-01-01');
  });

  it.each([
    ['UTC', '2026-02-28T23:30:00Z', '2026-02-28'],
    ['Pacific/Auckland', '2026-02-28T23:30:00Z', '2026-03-01'],
    ['America/Los_Angeles', '2026-02-28T07:59:00Z', '2026-02-27'],
    ['America/Los_Angeles', '2026-02-28T08:00:00Z', '2026-02-28'],
    // The clocks change: Los Angeles on 8 March and 1 November 2026, Auckland on 5 April and 27 September.
    ['America/Los_Angeles', '2026-03-08T07:59:00Z', '2026-03-07'],
    ['America/Los_Angeles', '2026-03-09T07:00:00Z', '2026-03-09'],
    ['America/Los_Angeles', '2026-11-02T07:59:00Z', '2026-11-01'],
    ['Pacific/Auckland', '2026-04-05T11:59:00Z', '2026-04-05'],
    ['Pacific/Auckland', '2026-04-05T12:00:00Z', '2026-04-06'],
    ['Pacific/Auckland', '2026-09-27T11:00:00Z', '2026-09-28'],
  ])('%s: %s is %s', (zone, instant, day) => {
    expect(calendarIn(zone).dayOf(instant)).toBe(day);
  });

  it.each([
    ['UTC', '2026-03-01T23:59:59Z', '2026-03-01'],
    ['UTC', '2026-03-02T00:00:00Z', '2026-03-02'],
    ['Pacific/Auckland', '2026-03-02T10:59:00Z', '2026-03-02'],
    ['Pacific/Auckland', '2026-03-02T11:00:00Z', '2026-03-03'],
    ['America/Los_Angeles', '2026-03-02T07:59:00Z', '2026-03-01'],
    ['America/Los_Angeles', '2026-03-02T08:00:00Z', '2026-03-02'],
  ])('%s: at %s today is %s', (zone, now, today) => {
    expect(calendarIn(zone, now).today).toBe(today);
  });
});
