import {
  type ClinicalDate,
  daysBetween,
  plusDays,
  plusMonths,
  showDay,
} from '../../picture/clinical-date.js';
import type { RecordedDose } from '../../picture/recorded-dose.js';
import { type Html, html } from '../../report/html.js';
import { NOTHING } from '../page.js';
import type { Chart } from './chart.js';

const WIDTH = 320;
const HEIGHT = 62;
const MARGIN = 12;
const AXIS = 44;
const TOP = 20;
/** More years than these, before today or after it, are not drawn to scale any more. */
const LONGEST_YEARS = 6;

type Dated = RecordedDose & { readonly on: ClinicalDate };

interface Mark {
  readonly on: ClinicalDate;
  readonly kind: 'given' | 'interrupted' | 'planned';
  readonly label: string;
}

/** Doses given and planned, today, and when the next is due; the list beside it says the same in words. */
export function doseTimeline({ exposure, today, plannedOn, plannedDose }: Chart): Html {
  const doses = exposure.doses.filter((dose): dose is Dated => dose.on !== undefined);
  const marks: readonly Mark[] = [
    ...doses.map(
      ({ on, mg, wasInterrupted }): Mark => ({
        on,
        kind: wasInterrupted ? 'interrupted' : 'given',
        label: mg === undefined ? '' : `${mg}`,
      }),
    ),
    ...(plannedOn === undefined
      ? []
      : [{ on: plannedOn, kind: 'planned' as const, label: plannedDose?.replace(/ mg$/, '') ?? '' }]),
  ];
  if (marks.length === 0) return NOTHING;
  const due = exposure.dueOn;
  const days = [...marks.map(({ on }) => on), today, ...(due === undefined ? [] : [due])].sort();
  const oldest = plusMonths(today, -12 * LONGEST_YEARS);
  const farthest = plusMonths(today, 12 * LONGEST_YEARS);
  const from = plusDays(later(days[0] ?? today, oldest), -14);
  const to = plusDays(earlier(days.at(-1) ?? today, farthest), 14);
  const x = (on: ClinicalDate): number =>
    MARGIN + ((WIDTH - 2 * MARGIN) * daysBetween(from, on)) / Math.max(1, daysBetween(from, to));
  const isInView = (on: ClinicalDate): boolean => on >= from && on <= to;
  const shown = marks.filter(({ on }) => isInView(on));
  return html`<svg class="timeline" role="img" aria-label="${inWords(shown, today, due)}" viewBox="0 0 ${WIDTH} ${HEIGHT}">
<line class="axis" x1="${MARGIN}" x2="${WIDTH - MARGIN}" y1="${AXIS}" y2="${AXIS}"/>
${ticks(from, to).map((day) => html`<line class="tick" x1="${rounded(x(day))}" x2="${rounded(x(day))}" y1="${AXIS}" y2="${AXIS + 4}"/><text class="year" x="${rounded(x(day))}" y="${AXIS + 14}">${tickLabel(day, from, to)}</text>`)}
<line class="today" x1="${rounded(x(today))}" x2="${rounded(x(today))}" y1="${TOP + 1}" y2="${AXIS + 4}"/>
<text class="today" x="${rounded(within(x(today), 14))}" y="7">today</text>
${shown.map((mark, index) => dose(mark, x(mark.on), isCrowded(shown, index, x)))}
${due === undefined || !isInView(due) ? NOTHING : html`<path class="due" d="M${rounded(x(due))} ${AXIS - 4}l4 4l-4 4l-4 -4z"/>`}
</svg>`;
}

/** Two labels on one spot cannot be read: the earlier gives way. */
function isCrowded(marks: readonly Mark[], index: number, x: (on: ClinicalDate) => number): boolean {
  const [mark, next] = [marks[index], marks[index + 1]];
  return mark !== undefined && next !== undefined && x(next.on) - x(mark.on) < 20;
}

function dose({ kind, label }: Mark, x: number, isCrowdedLabel: boolean): Html {
  const text =
    label === '' || isCrowdedLabel
      ? NOTHING
      : html`<text class="dose" x="${rounded(within(x, 10))}" y="${TOP - 2}">${label}</text>`;
  return html`<rect class="${kind}" x="${rounded(x - 2.5)}" y="${TOP + 2}" width="5" height="${AXIS - TOP - 2}" rx="1"/>${text}`;
}

/** Years, or months where the whole is shorter than two years. */
function ticks(from: ClinicalDate, to: ClinicalDate): readonly ClinicalDate[] {
  const isShort = daysBetween(from, to) < 2 * 365;
  const step = isShort ? (daysBetween(from, to) < 200 ? 1 : 3) : 12;
  const first = isShort ? `${from.slice(0, 7)}-01` : `${from.slice(0, 4)}-01-01`;
  const days: ClinicalDate[] = [];
  for (let day = first; day <= to; day = plusMonths(day, step)) if (day >= from) days.push(day);
  return days;
}

function tickLabel(day: ClinicalDate, from: ClinicalDate, to: ClinicalDate): string {
  if (day.slice(5, 7) === '01' || daysBetween(from, to) >= 2 * 365) return day.slice(0, 4);
  const [, month = ''] = showDay(day).split(' ');
  return month;
}

function within(x: number, half: number): number {
  return Math.min(WIDTH - half - 1, Math.max(half + 1, x));
}

function inWords(marks: readonly Mark[], today: ClinicalDate, due: ClinicalDate | undefined): string {
  const doses = marks.map(({ on, kind, label }) => `${label} ${kind} ${on}`.trim()).join(', ');
  return `Timeline of doses: ${doses}; today ${today}${due === undefined ? '' : `; next dose due ${due}`}`;
}

function later(a: ClinicalDate, b: ClinicalDate): ClinicalDate {
  return a > b ? a : b;
}

function earlier(a: ClinicalDate, b: ClinicalDate): ClinicalDate {
  return a < b ? a : b;
}

function rounded(length: number): number {
  return Math.round(length * 10) / 10;
}
