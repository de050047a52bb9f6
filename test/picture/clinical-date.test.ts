import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { DateTime } from 'luxon';
import { daysBetween, elapsed, plusDays, plusMonths } from '../../src/picture/clinical-date.js';

describe('arithmetic by day knows no clock', () => {
  it.each([
    ['2026-03-07', 2, '2026-03-09'],
    ['2026-10-31', 2, '2026-11-02'],
    ['2024-02-28', 1, '2024-02-29'],
    ['2026-01-01', -1, '2025-12-31'],
    ['1999-02-28', 1, '1999-03-01'],
    ['2101-02-28', 2, '2101-03-02'],
  ])('%s and %i days is %s', (day, days, other) => {
    expect(plusDays(day, days)).toBe(other);
    expect(daysBetween(day, other)).toBe(days);
  });

  it.each([
    ['2026-01-31', 1, '2026-02-28'],
    ['2024-01-31', 1, '2024-02-29'],
    ['2026-08-31', -6, '2026-02-28'],
    ['2025-10-15', 5, '2026-03-15'],
    ['2026-03-02', -12, '2025-03-02'],
  ])('%s and %i months is %s', (day, months, other) => {
    expect(plusMonths(day, months)).toBe(other);
  });

  it('reckons as a calendar library does', () => {
    const day = fc.date({ min: new Date('0401-01-01'), max: new Date('9599-12-31'), noInvalidDate: true });
    fc.assert(
      fc.property(day, fc.integer({ min: -146_097, max: 146_097 }), (date, days) => {
        const from = DateTime.fromJSDate(date, { zone: 'utc' }).startOf('day');
        const to = from.plus({ days });
        const [fromDay, toDay] = [from.toISODate() ?? '', to.toISODate() ?? ''];
        expect(plusDays(fromDay, days)).toBe(toDay);
        expect(daysBetween(fromDay, toDay)).toBe(days);
      }),
      { seed: 20_261_127 },
    );
  });

  it.each([1e300, Number.POSITIVE_INFINITY, 5_000_000])('ends with the years of FHIR: %d days on', (days) => {
    expect(plusDays('2026-03-02', days)).toBe('9999-12-31');
    expect(plusDays('2026-03-02', -days)).toBe('0001-01-01');
    expect(plusMonths('2026-03-02', days)).toBe('9999-12-31');
    expect(plusMonths('2026-03-02', -days)).toBe('0001-01-01');
  });

  it('has no time elapsed before a day is reached', () => {
    expect(elapsed('2026-03-03', '2026-03-02')).toBe('0 days');
  });
});
