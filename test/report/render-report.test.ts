import { createHash } from 'node:crypto';
import { describe, expect, it } from '@jest/globals';
import type { Tally } from '../../src/journal/tally.js';
import { renderReport } from '../../src/report/render-report.js';
import { type Report, reportOf, retirementAbove } from '../../src/report/report.js';
import { REPORT_POLICY } from '../../src/report/report-style.js';
import { cards, journalOf } from './tallies.js';

const PERIOD = { from: new Date('2026-10-01T00:00:00Z'), to: new Date('2026-11-01T00:00:00Z') };
const EVIL = `<script>alert("x")</script>&'`;

const ordinary: Partial<Tally> = {
  calls: [{ ehr: 'General Hospital', outcome: 'answered', calls: 120 }],
  cards: [
    ...cards('premedication', { accepted: 30, overridden: 10, ignored: 20 }),
    ...cards('postInfusionObservation', { overridden: 25 }),
  ],
  suggestions: [
    {
      ehr: 'General Hospital',
      topic: 'premedication',
      label: 'Add methylprednisolone',
      offered: 60,
      accepted: 30,
    },
  ],
  reasons: [
    {
      ehr: 'General Hospital',
      topic: 'premedication',
      system: 'urn:x',
      code: 'action-completed',
      display: 'Already done',
      commentOnly: false,
      cards: 10,
    },
  ],
  unmatched: [{ ehr: 'General Hospital', items: 3 }],
};

/** Every place of the report that takes text from outside says something evil. */
const evil: Partial<Tally> = {
  calls: [{ ehr: EVIL, outcome: EVIL, calls: 1 }],
  cards: cards(EVIL, { overridden: 99 }, EVIL),
  suggestions: [{ ehr: EVIL, topic: EVIL, label: EVIL, offered: 1, accepted: 1 }],
  reasons: [
    { ehr: EVIL, topic: EVIL, system: EVIL, code: EVIL, display: EVIL, commentOnly: false, cards: 99 },
  ],
};

const of = (current: Partial<Tally>, previous: Partial<Tally> = {}): Promise<Report> =>
  reportOf(journalOf(current, previous), PERIOD, retirementAbove(90));

/** The page without its tags, as a reader sees it. */
const textOf = (page: string) =>
  page
    .replace(/<style>[^<]*<\/style>/, '')
    .replace(/<[^>]+>/g, ' ')
    .replace(/\s+/g, ' ');

describe('the page', () => {
  it('says what was shown, what became of it, and how that changed', async () => {
    const before = { cards: cards('premedication', { accepted: 50, overridden: 50 }) };
    const text = textOf(renderReport(await of(ordinary, before), 'html'));
    expect(text).toContain('2026-10-01 to 2026-10-31 against 2026-08-31 to 2026-09-30');
    expect(text).toContain('premedication 60 −40 30 10 20 17 % 50 %');
    expect(text).toContain('postInfusionObservation 25 +25 0 25 0 100 % –');
    expect(text).toContain('Add methylprednisolone 60 30 50 %');
    expect(text).toContain('Already done action-completed 10');
    expect(text).toContain('General Hospital');
    expect(text).toContain('answered 120');
    expect(text).toContain('cards that the journal does not know: 3');
  });

  it('names candidates for retirement with the rule, or says that there are none', async () => {
    const text = textOf(renderReport(await of(ordinary), 'html'));
    expect(text).toContain('overridden more than 90 % of at least 20 times shown');
    expect(text).toContain('postInfusionObservation : 25 of 25 overridden (100 %)');
    expect(textOf(renderReport(await of({}), 'html'))).toContain('No candidate for retirement');
  });

  it('draws one bar per topic, as long as its numbers', async () => {
    const page = renderReport(await of(ordinary), 'html');
    expect(page).toContain('premedication: 30 accepted');
    const widths = [...page.matchAll(/<rect x="[\d.]+" y="\d+" width="([\d.]+)" height="16"/g)].map((match) =>
      Number(match[1]),
    );
    // 440 wide for the 60 of premedication.
    expect(widths).toEqual([220, 73.33, 146.67, 0, 183.33, 0]);
  });

  it('says that no card was shown, without a chart', async () => {
    const page = renderReport(await of({}), 'html');
    expect(page).toContain('No card was shown.');
    expect(page).not.toContain('<svg');
  });

  it('escapes all that comes from outside', async () => {
    const page = renderReport(await of(evil), 'html');
    expect(page).not.toMatch(/<script/i);
    expect(page).not.toContain('alert("x")');
    expect(
      page.match(/&lt;script&gt;alert\(&quot;x&quot;\)&lt;\/script&gt;&amp;&#39;/g)?.length,
    ).toBeGreaterThan(8);
  });

  it('needs nothing that a strict policy forbids', async () => {
    const page = renderReport(await of(ordinary), 'html');
    expect(page).not.toMatch(/<(script|img|link|iframe|object|form)\b/i);
    expect(page).not.toMatch(/\s(style|on\w+)=/i);
    expect(page).not.toMatch(/(href|src)="(?!\?)/);
    const [style] = /(?<=<style>)[\s\S]*(?=<\/style>)/.exec(page) ?? [''];
    const digest = createHash('sha256').update(style).digest('base64');
    expect(REPORT_POLICY).toContain(`style-src 'sha256-${digest}'`);
    expect(REPORT_POLICY).toContain("default-src 'none'");
    expect(REPORT_POLICY).not.toContain('unsafe');
  });

  it('has a style for print', async () => {
    expect(renderReport(await of(ordinary), 'html')).toContain('@media print');
  });

  it('is well-formed: every tag that opens closes', async () => {
    for (const tally of [ordinary, evil, {}]) {
      const page = renderReport(await of(tally), 'html');
      const open: string[] = [];
      for (const [, closing, name = '', selfClosing] of page.matchAll(/<(\/?)([a-z0-9]+)\b[^>]*?(\/?)>/gi)) {
        if (closing === '/') expect(open.pop()).toBe(name);
        else if (selfClosing !== '/' && name !== 'meta') open.push(name);
      }
      expect(open).toEqual([]);
    }
  });
});

describe('the CSV', () => {
  const lines = async (tally: Partial<Tally>, previous: Partial<Tally> = {}) =>
    renderReport(await of(tally, previous), 'csv').split('\r\n');
  const START = '2026-10-01T00:00:00.000Z,2026-11-01T00:00:00.000Z';

  it('has one number a line', async () => {
    const csv = await lines(ordinary, { cards: cards('premedication', { accepted: 7 }) });
    expect(csv[0]).toBe('from,to,ehr,topic,measure,code,label,count,previousCount');
    for (const line of [
      ',premedication,shown,,,60,7',
      ',premedication,accepted,,,30,7',
      ',premedication,overridden,,,10,0',
      ',premedication,ignored,,,20,0',
      ',premedication,suggestionOffered,,Add methylprednisolone,60,',
      ',premedication,suggestionAccepted,,Add methylprednisolone,30,',
      ',premedication,overrideReason,action-completed,Already done,10,',
      ',postInfusionObservation,retirementCandidate,,,1,',
      'General Hospital,premedication,shown,,,60,7',
      'General Hospital,,hookCalls,answered,,120,',
      'General Hospital,,unmatchedFeedback,,,3,',
    ]) {
      expect(csv).toContain(`${START},${line}`);
    }
    expect(csv.at(-1)).toBe('');
  });

  it.each([
    ['a comma', 'a,b', '"a,b"'],
    ['quotes', 'a "b"', '"a ""b"""'],
    ['a line break', 'a\r\nb', '"a\r\nb"'],
    ['a formula', '=HYPERLINK("x")', `"'=HYPERLINK(""x"")"`],
    ['a sign at the start', '-2+3', `'-2+3`],
    ['an at sign', '@SUM', `'@SUM`],
  ])('takes %s', async (_, label, field) => {
    const suggestions = [{ ehr: 'A', topic: 'pml', label, offered: 1, accepted: 0 }];
    const csv = renderReport(await of({ cards: cards('pml', { ignored: 1 }, 'A'), suggestions }), 'csv');
    expect(csv).toContain(`suggestionOffered,,${field},1,\r\n`);
  });
});

describe('the JSON', () => {
  it('is the report', async () => {
    const report = await of(ordinary);
    expect(JSON.parse(renderReport(report, 'json'))).toEqual(report);
  });
});
