import { describe, expect, it } from '@jest/globals';
import { daysBetween, plusDays, plusMonths, siteCalendar } from '../../src/picture/clinical-date.js';
import { type CaseCall, callOf } from '../support/case-call.js';
import { TODAY } from '../support/case-terms.js';
import { judgeInZone, loadProjectDeck } from '../support/judge-story.js';

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

/** One call on either side of each kind of window, told by days alone. */
const onTheEdge: Readonly<Record<string, CaseCall>> = {
  'a live vaccine 27 days ago': { start: 'naive', record: [{ vaccine: '03', daysAgo: 27 }] },
  'a live vaccine 28 days ago': { start: 'naive', record: [{ vaccine: '03', daysAgo: 28 }] },
  'liver tests of 90 days': {
    start: 'naive',
    without: ['alt'],
    record: [{ lab: '1742-6', value: 300, unit: 'U/L', daysAgo: 90 }],
  },
  'liver tests of 91 days': {
    start: 'naive',
    without: ['alt'],
    record: [{ lab: '1742-6', value: 300, unit: 'U/L', daysAgo: 91 }],
  },
  'neutrophils of 30 days': {
    start: 'maintenance',
    without: ['neutrophils'],
    record: [{ lab: '751-8', value: 0.8, unit: '10*9/L', daysAgo: 30 }],
  },
  'neutrophils of tomorrow': {
    start: 'maintenance',
    without: ['neutrophils'],
    record: [{ lab: '751-8', value: 0.8, unit: '10*9/L', daysAgo: -1 }],
  },
  'an infection of 30 days': { start: 'maintenance', record: [{ condition: '68566005', daysAgo: 30 }] },
  'an infection of 31 days': { start: 'maintenance', record: [{ condition: '68566005', daysAgo: 31 }] },
  'an infection of this month': { start: 'maintenance', record: [{ condition: '68566005', on: '2026-03' }] },
  'a dose five months ago': { start: 'naive', record: [{ given: '1876380', mg: 600, monthsAgo: 5 }] },
  'a dose five months ago, all but a day': {
    start: 'naive',
    record: [{ given: '1876380', mg: 600, on: '2025-10-03' }],
  },
  'an infusion 14 days ahead': {
    start: 'maintenance',
    orders: [{ rx: '1876380', mg: 600, plannedInDays: 14 }],
    record: [{ condition: '68566005', daysAgo: 5 }],
  },
  'premedication of the day before': {
    start: 'naive',
    orders: [{ rx: '1876380', mg: 300, plannedInDays: 7 }],
    record: [{ rx: '1743704', mg: 100, plannedInDays: 6, daysAgo: 20 }],
  },
};

describe('a record told by days gets the same cards wherever the site is', () => {
  const deck = loadProjectDeck();
  /** The first and the last minute of the day of the case, in each zone. */
  const hours: Readonly<Record<string, readonly string[]>> = {
    UTC: ['2026-03-02T00:01:00Z', '2026-03-02T23:59:00Z'],
    'Pacific/Auckland': ['2026-03-01T11:01:00Z', '2026-03-02T10:59:00Z'],
    'America/Los_Angeles': ['2026-03-02T08:01:00Z', '2026-03-03T07:59:00Z'],
  };

  it.each(Object.entries(onTheEdge))('%s', (_, call) => {
    const request = callOf(call, deck);
    const answers = ZONES.flatMap((zone) =>
      (hours[zone] ?? []).map((now) => {
        const { cards } = judgeInZone(deck, request, zone, new Date(now));
        return cards.map(({ source, indicator, summary, detail }) => ({
          topic: source.topic.code,
          indicator,
          summary,
          detail,
        }));
      }),
    );
    expect(answers[0]).not.toEqual([]);
    for (const answer of answers) expect(answer).toEqual(answers[0]);
  });

  it('which is the day the cases are told on', () => {
    for (const zone of ZONES)
      for (const now of hours[zone] ?? []) expect(calendarIn(zone, now).today).toBe(TODAY);
  });
});
