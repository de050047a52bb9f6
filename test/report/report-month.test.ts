import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { Journal } from '../../src/journal/journal.js';
import { openJournal } from '../../src/journal/open-journal.js';
import { periodOf } from '../../src/report/period.js';
import { type Report, reportOf, retirementAbove } from '../../src/report/report.js';
import { readableLog } from '../journal/entries.js';
import { startPostgres, type TestPostgres } from '../support/postgres.js';
import { EHRS, expectedTopics, monthTraffic } from './month-traffic.js';

const byName = <T extends object>(rows: readonly T[]): readonly T[] =>
  [...rows].sort((a, b) => (JSON.stringify(a) < JSON.stringify(b) ? -1 : 1));

/** Order within the lists is tested elsewhere; here every number is. */
const inAnyOrder = (topics: Report['topics']) =>
  byName(
    topics.map((topic) => ({
      ...topic,
      suggestions: byName(topic.suggestions),
      reasons: byName(topic.reasons),
    })),
  );

let postgres: TestPostgres;
let folder: string;
beforeAll(async () => {
  postgres = await startPostgres();
  folder = mkdtempSync(join(tmpdir(), 'ocrelizumab-cds-report-'));
}, 30_000);
afterAll(async () => {
  await postgres.remove();
  rmSync(folder, { recursive: true, force: true });
});

describe.each([
  ['SQLite', async () => ({ file: join(folder, 'journal.sqlite') })],
  ['PostgreSQL', async () => ({ file: 'unused', databaseUrl: await postgres.createSchema() })],
] as const)('the report over a month of traffic on %s', (_, place) => {
  const { hooks, feedback, counted } = monthTraffic();
  let journal: Journal;
  let report: Report;

  beforeAll(async () => {
    const options = {
      ...(await place()),
      clock: () => new Date('2026-11-02T09:00:00Z'),
      log: readableLog().log,
      onDrop: () => undefined,
    };
    journal = await openJournal(options);
    for (const entry of hooks) journal.recordHook(entry);
    for (let start = 0; start < feedback.length; start += 100) {
      await journal.recordFeedback(feedback.slice(start, start + 100));
    }
    await journal.close();
    journal = await openJournal(options);
    const october = periodOf({ from: '2026-10-01', to: '2026-10-31' }, options.clock());
    report = await reportOf(journal, october, retirementAbove(60));
  }, 30_000);
  afterAll(() => journal.close());

  it('is about a month worth the name', () => {
    expect(hooks.length).toBeGreaterThan(1_500);
    expect(feedback.length).toBeGreaterThan(2_000);
    for (const topic of report.topics)
      expect(Math.min(topic.accepted + topic.overridden, topic.previous.ignored)).toBeGreaterThan(20);
  });

  it('has every number of every topic as it was put in, and of the period before', () => {
    expect(inAnyOrder(report.topics)).toEqual(inAnyOrder(expectedTopics(counted, EHRS)));
  });

  it.each(EHRS)('has every number of %s', (ehr) => {
    const own = report.ehrs.find((candidate) => candidate.ehr === ehr);
    expect(inAnyOrder(own?.topics ?? [])).toEqual(inAnyOrder(expectedTopics(counted, [ehr])));
    expect(own?.calls).toEqual([
      { outcome: 'answered', calls: counted.of('october', ehr, 'calls', 'answered') },
      { outcome: 'data-unobtainable', calls: counted.of('october', ehr, 'calls', 'data-unobtainable') },
    ]);
  });

  it('names the card that is overridden above the set rate, and no other', () => {
    expect(report.retirementCandidates).toEqual(['postInfusionObservation']);
  });

  it('counts feedback for unknown cards in the period in which it came', async () => {
    expect(report.ehrs.map(({ unmatchedFeedback }) => unmatchedFeedback)).toEqual([0, 0]);
    const november = periodOf({ days: '2' }, new Date('2026-11-02T09:00:00Z'));
    const later = await reportOf(journal, november, retirementAbove(60));
    for (const { ehr, unmatchedFeedback } of later.ehrs) {
      expect(unmatchedFeedback).toBe(counted.of('october', ehr, 'unmatched'));
      expect(unmatchedFeedback).toBeGreaterThan(0);
    }
    expect(new Set(later.topics.map(({ shown }) => shown))).toEqual(new Set([0]));
  });
});
