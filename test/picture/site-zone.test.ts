import { describe, expect, it } from '@jest/globals';
import { siteCalendar } from '../../src/picture/site-calendar.js';
import { type CaseCall, callOf } from '../support/case-call.js';
import { TODAY } from '../support/case-terms.js';
import { judgeInZone, loadProjectDeck } from '../support/judge-story.js';

const ZONES = ['UTC', 'Pacific/Auckland', 'America/Los_Angeles'];

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
      for (const now of hours[zone] ?? []) expect(siteCalendar(zone)(new Date(now)).today).toBe(TODAY);
  });
});
