import { describe, expect, it } from '@jest/globals';
import type { ReasonCount } from '../../src/journal/tally.js';
import { reportOf, retirementAbove } from '../../src/report/report.js';
import { cards, journalOf } from './tallies.js';

const PERIOD = { from: new Date('2026-10-01T00:00:00Z'), to: new Date('2026-10-31T00:00:00Z') };
const LIMITS = retirementAbove(90);
const reason = (changes: Partial<ReasonCount>): ReasonCount => ({
  ehr: 'General Hospital',
  topic: 'premedication',
  commentOnly: false,
  cards: 1,
  ...changes,
});

describe('candidates for retirement', () => {
  it.each([
    ['above the rate is named', { overridden: 91, ignored: 9 }, ['premedication']],
    ['at the rate is not', { overridden: 90, ignored: 10 }, []],
    ['shown too seldom is not', { overridden: 19 }, []],
    ['shown just often enough is named', { overridden: 20 }, ['premedication']],
    ['ignored throughout is not: silence is no verdict', { ignored: 500 }, []],
    ['accepted is not', { accepted: 500 }, []],
  ])('a card %s', async (_, counts, candidates) => {
    const report = await reportOf(journalOf({ cards: cards('premedication', counts) }), PERIOD, LIMITS);
    expect(report.retirementCandidates).toEqual(candidates);
  });

  it('are judged over all EHRs together, and in this period alone', async () => {
    const current = [...cards('pml', { overridden: 12 }, 'A'), ...cards('pml', { overridden: 12 }, 'B')];
    const past = cards('colitis', { overridden: 100 });
    const report = await reportOf(journalOf({ cards: current }, { cards: past }), PERIOD, LIMITS);
    expect(report.retirementCandidates).toEqual(['pml']);
  });
});

describe('the report', () => {
  it('lists the most shown topic first, and topics that were shown only before', async () => {
    const current = [
      ...cards('b', { ignored: 2 }),
      ...cards('c', { ignored: 3 }),
      ...cards('a', { ignored: 2 }),
    ];
    const report = await reportOf(
      journalOf({ cards: current }, { cards: cards('gone', { accepted: 4 }) }),
      PERIOD,
      LIMITS,
    );
    expect(report.topics.map(({ topic, shown }) => [topic, shown])).toEqual([
      ['c', 3],
      ['a', 2],
      ['b', 2],
      ['gone', 0],
    ]);
    expect(report.topics.at(-1)?.previous).toEqual({ shown: 4, accepted: 4, overridden: 0, ignored: 0 });
  });

  it('adds up the EHRs, and keeps each apart', async () => {
    const current = {
      cards: [...cards('pml', { accepted: 1 }, 'A'), ...cards('pml', { accepted: 2, ignored: 1 }, 'B')],
      suggestions: [
        { ehr: 'A', topic: 'pml', label: 'MRI brain', offered: 1, accepted: 1 },
        { ehr: 'B', topic: 'pml', label: 'MRI brain', offered: 3, accepted: 2 },
      ],
      calls: [{ ehr: 'C', outcome: 'answered', calls: 7 }],
      unmatched: [{ ehr: 'D', items: 2 }],
    };
    const report = await reportOf(journalOf(current), PERIOD, LIMITS);
    expect(report.topics).toMatchObject([
      { shown: 4, accepted: 3, ignored: 1, suggestions: [{ label: 'MRI brain', offered: 4, accepted: 3 }] },
    ]);
    expect(report.ehrs).toMatchObject([
      { ehr: 'A', topics: [{ shown: 1 }], calls: [], unmatchedFeedback: 0 },
      { ehr: 'B', topics: [{ shown: 3 }] },
      { ehr: 'C', topics: [], calls: [{ outcome: 'answered', calls: 7 }] },
      { ehr: 'D', topics: [], unmatchedFeedback: 2 },
    ]);
  });

  it('counts a reason by its code, whatever an EHR calls it, and shows the fullest name', async () => {
    const reasons = [
      reason({ ehr: 'A', system: 'urn:x', code: 'refuses', cards: 2 }),
      reason({ ehr: 'B', system: 'urn:x', code: 'refuses', display: 'Patient refuses', cards: 3 }),
      reason({ ehr: 'A', system: 'urn:y', code: 'refuses', cards: 1 }),
      reason({ commentOnly: true, cards: 4 }),
      reason({ cards: 6 }),
    ];
    const report = await reportOf(
      journalOf({ cards: cards('premedication', { overridden: 16 }), reasons }),
      PERIOD,
      LIMITS,
    );
    expect(report.topics[0]?.reasons).toEqual([
      { display: 'No reason given', cards: 6 },
      { system: 'urn:x', code: 'refuses', display: 'Patient refuses', cards: 5 },
      { display: 'Comment only', cards: 4 },
      { system: 'urn:y', code: 'refuses', display: 'refuses', cards: 1 },
    ]);
  });

  it('says which periods it compares', async () => {
    const report = await reportOf(journalOf({}), PERIOD, LIMITS);
    expect(report.period).toEqual({ from: '2026-10-01T00:00:00.000Z', to: '2026-10-31T00:00:00.000Z' });
    expect(report.previousPeriod).toEqual({
      from: '2026-09-01T00:00:00.000Z',
      to: '2026-10-01T00:00:00.000Z',
    });
  });
});
