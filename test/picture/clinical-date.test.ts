import { describe, expect, it } from '@jest/globals';
import { daysBetween, plusDays, plusMonths } from '../../src/picture/clinical-date.js';

describe('arithmetic by day knows no clock', () => {
  it.each([
    ['2026-03-07', 2, '2026-03-09'],
    ['2026-10-31', 2, '2026-11-02'],
    ['2024-02-28', 1, '2024-02-29'],
    ['2026-01-01', -1, '2025-12-31'],
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
});
