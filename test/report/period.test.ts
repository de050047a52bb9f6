import { describe, expect, it } from '@jest/globals';
import { PeriodError, type PeriodQuery, periodOf, previousPeriod } from '../../src/report/period.js';

/** Late in the day in UTC, and another day in most of the world. */
const NOW = new Date('2026-03-31T23:30:00Z');

describe('the period of a report', () => {
  it.each<[string, PeriodQuery, string, string]>([
    ['the last 30 days, today included', {}, '2026-03-02', '2026-04-01'],
    ['so many days', { days: '1' }, '2026-03-31', '2026-04-01'],
    ['days from and to, both included', { from: '2026-02-01', to: '2026-02-28' }, '2026-02-01', '2026-03-01'],
    ['one day', { from: '2026-02-01', to: '2026-02-01' }, '2026-02-01', '2026-02-02'],
    ['from a day until today', { from: '2026-03-30' }, '2026-03-30', '2026-04-01'],
  ])('is %s', (_, query, from, to) => {
    expect(periodOf(query, NOW)).toEqual({
      from: new Date(`${from}T00:00:00Z`),
      to: new Date(`${to}T00:00:00Z`),
    });
  });

  it.each<[string, PeriodQuery, RegExp]>([
    ['no days', { days: '0' }, /days must be a number from 1/],
    ['days that are no number', { days: '3e1' }, /days must be a number/],
    ['negative days', { days: '-3' }, /days must be a number/],
    ['more days than a journal has', { days: '9999' }, /from 1 to 3660/],
    ['a day that does not exist', { from: '2026-02-30' }, /from must be a day/],
    ['a day in another form', { from: '01/02/2026' }, /from must be a day/],
    ['an end without a start', { to: '2026-02-01' }, /to needs from/],
    ['an end before the start', { from: '2026-02-02', to: '2026-02-01' }, /must not be after/],
    ['both forms', { days: '3', from: '2026-02-02' }, /either days, or from and to/],
    ['more than ten years', { from: '2000-01-01', to: '2026-01-01' }, /at most 3660 days/],
  ])('is not %s', (_, query, message) => {
    expect(() => periodOf(query, NOW)).toThrow(PeriodError);
    expect(() => periodOf(query, NOW)).toThrow(message);
  });

  it('is compared with the same length just before', () => {
    const february = periodOf({ from: '2026-02-01', to: '2026-02-28' }, NOW);
    expect(previousPeriod(february)).toEqual({
      from: new Date('2026-01-04T00:00:00Z'),
      to: new Date('2026-02-01T00:00:00Z'),
    });
  });
});
