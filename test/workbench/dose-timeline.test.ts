import { expect, it } from '@jest/globals';
import type { Chart } from '../../src/workbench/chart/chart.js';
import { doseTimeline } from '../../src/workbench/chart/dose-timeline.js';

const chart = (plannedOn: string): Chart =>
  ({ exposure: { doses: [] }, today: '2026-03-02', plannedOn, plannedDose: '300 mg' }) as unknown as Chart;

it('draws a planned dose, in pixels and in words', () => {
  const { text } = doseTimeline(chart('2026-03-09'));
  expect(text).toContain('class="planned"');
  expect(text).toContain('300 planned 2026-03-09; today 2026-03-02');
});

// 9999-12-31 is how some EHRs write "without an end".
it.each(['9999-12-01', '9999-12-31'])(
  'leaves out a dose of another age, and its axis has an end: %s',
  (plannedOn) => {
    const { text } = doseTimeline(chart(plannedOn));
    expect(text).not.toContain('class="planned"');
    expect(text.match(/class="tick"/g)?.length).toBeLessThan(20);
  },
);
