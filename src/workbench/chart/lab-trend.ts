import { daysBetween, showDay } from '../../picture/clinical-date.js';
import { type Html, html } from '../../report/html.js';
import { NOTHING } from '../page.js';
import type { LabPoint } from './lab-points.js';

const WIDTH = 96;
const HEIGHT = 28;
const MARGIN = 4;

/** A small line of a test over time with its limit; the newest value is marked. Coloured by the style sheet. */
export function labTrend(name: string, points: readonly LabPoint[], alarm: 'low' | 'high'): Html {
  const [first] = points;
  const last = points.at(-1);
  if (!first || !last) return NOTHING;
  const days = Math.max(1, daysBetween(first.on, last.on));
  const { limit } = last;
  const values = points.map(({ value }) => value);
  const inView = limit === undefined ? values : [...values, limit];
  const room = (Math.max(...inView) - Math.min(...inView) || Math.max(...inView) || 1) / 4;
  const [least, most] = [Math.min(...inView) - room, Math.max(...inView) + room];
  const span = most - least;
  const x = (point: LabPoint): number =>
    points.length === 1
      ? WIDTH - MARGIN
      : MARGIN + ((WIDTH - 2 * MARGIN) * daysBetween(first.on, point.on)) / days;
  const y = (value: number): number => MARGIN + ((HEIGHT - 2 * MARGIN) * (most - value)) / span;
  const line = points.map((point) => `${rounded(x(point))},${rounded(y(point.value))}`).join(' ');
  return html`<svg class="trend" role="img" aria-label="${inWords(name, points, alarm)}" viewBox="0 0 ${WIDTH} ${HEIGHT}" width="${WIDTH}" height="${HEIGHT}">${
    limit === undefined ? NOTHING : limitMark(y(limit), alarm)
  }${points.length > 1 ? html`<polyline points="${line}"/>` : NOTHING}${points
    .slice(0, -1)
    .map((point) =>
      dot(x(point), y(point.value), 1.4, point),
    )}${dot(x(last), y(last.value), 2.6, last)}</svg>`;
}

/** The side of the limit that alarms is shaded. */
function limitMark(y: number, alarm: 'low' | 'high'): Html {
  const top = alarm === 'low' ? y : 0;
  const height = alarm === 'low' ? HEIGHT - y : y;
  return html`<rect class="beyond" x="0" y="${rounded(top)}" width="${WIDTH}" height="${rounded(Math.max(0, height))}"/><line class="limit" x1="0" x2="${WIDTH}" y1="${rounded(y)}" y2="${rounded(y)}"/>`;
}

function dot(x: number, y: number, radius: number, { isAlarming }: LabPoint): Html {
  return html`<circle class="${isAlarming ? 'alarming' : 'within'}" cx="${rounded(x)}" cy="${rounded(y)}" r="${radius}"/>`;
}

function inWords(name: string, points: readonly LabPoint[], alarm: 'low' | 'high'): string {
  const last = points.at(-1);
  const values = points.map(({ on, shown }) => `${shown} on ${showDay(on)}`).join(', ');
  const side = alarm === 'low' ? 'lower' : 'upper';
  return `${name}: ${values}${last?.limit === undefined ? '' : `; ${side} limit ${last.limit}`}`;
}

function rounded(length: number): number {
  return Math.round(length * 10) / 10;
}
