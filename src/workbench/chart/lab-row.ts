import { showDay } from '../../picture/clinical-date.js';
import type { LabFact } from '../../picture/lab-fact.js';
import { type Html, html } from '../../report/html.js';
import { NOTHING } from '../page.js';
import type { ChartLab } from './chart.js';
import { labTrend } from './lab-trend.js';

/** A test as a row: newest value, what it is held against, its course, its day. */
export function labRow(lab: ChartLab): Html {
  const { fact, definition, points } = lab;
  const trend = definition.kind === 'quantity' ? labTrend(fact.name, points, definition.alarm) : NOTHING;
  const flag = flagOf(fact);
  return html`<tr class="${flag?.tone ?? 'plain'}">
<th scope="row">${fact.name}</th>
<td class="value">${valueView(fact)}${flag ? html` <span class="flag">${flag.words}</span>` : NOTHING}</td>
<td class="limit">${limitOf(lab)}</td>
<td class="course">${trend}</td>
<td class="day">${dayOf(fact)}</td>
</tr>`;
}

/** Tests without any result and without a gap: named together, they need no row each. */
export function hasRow({ fact }: ChartLab): boolean {
  return fact.state !== 'absent' && !(fact.state === 'pending' && fact.last === undefined);
}

interface Flag {
  readonly words: string;
  readonly tone: 'alarm' | 'doubt' | 'plain';
}

function flagOf(fact: LabFact): Flag | undefined {
  switch (fact.state) {
    case 'unavailable':
      return undefined;
    case 'unusable':
      return { words: fact.reason ?? 'cannot be judged', tone: 'doubt' };
    case 'stale':
      return { words: 'too old', tone: 'doubt' };
    case 'pending':
      return { words: 'too old, a new one is ordered', tone: 'doubt' };
    default:
      return usableFlag(fact);
  }
}

function usableFlag(fact: LabFact): Flag | undefined {
  if (fact.isLow) return { words: 'low', tone: 'alarm' };
  if (fact.isHigh) return { words: `high${fact.timesShown ? ` ${fact.timesShown}` : ''}`, tone: 'alarm' };
  const meaning = fact.isPositive
    ? 'positive'
    : fact.isNegative
      ? 'negative'
      : fact.isIndeterminate
        ? 'not conclusive'
        : undefined;
  if (meaning === undefined || fact.asReported?.toLowerCase() === meaning) return undefined;
  return { words: meaning, tone: 'plain' };
}

function valueView(fact: LabFact): Html {
  if (fact.state === 'unavailable') return html`<span class="gap">${fact.reason ?? 'not known'}</span>`;
  const written = fact.asReported ?? withoutName(fact.last?.shown ?? fact.shown ?? '', fact.name);
  return html`${written}`;
}

/** "IgG 390 mg/dL (3 Oct 2026)" without what the row says anyway. */
function withoutName(shown: string, name: string): string {
  const value = shown.startsWith(`${name} `) ? shown.slice(name.length + 1) : shown;
  return value.replace(/ \([^()]*\)$/, '');
}

function limitOf({ fact, definition, alarmLimit }: ChartLab): string {
  const limit = fact.limitShown ?? alarmLimit;
  if (limit === undefined || definition.kind !== 'quantity') return '';
  return `${definition.alarm === 'high' ? '≤' : '≥'} ${limit}${fact.usesDefaultLimit && fact.limitShown !== undefined ? ' (default)' : ''}`;
}

function dayOf({ on, last }: LabFact): string {
  const day = on ?? last?.on;
  return day === undefined ? '' : showDay(day);
}
