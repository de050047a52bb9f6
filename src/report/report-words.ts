import type { ReportedPeriod, RetirementLimits } from './report.js';
import type { TopicReport } from './topic-report.js';

/** Both days included, as people read periods. */
export function daysOf(period: ReportedPeriod): string {
  return `${firstDay(period)} to ${lastDay(period)}`;
}

/** The first day of a period, YYYY-MM-DD in UTC. */
export function firstDay({ from }: ReportedPeriod): string {
  return from.slice(0, 10);
}

/** The last day that is part of a period, which ends at the instant after it. */
export function lastDay({ to }: ReportedPeriod): string {
  return new Date(Date.parse(to) - 1).toISOString().slice(0, 10);
}

/** The rule by which cards are named for retirement, for readers of the names. */
export function retirementRule({ overrideRate, minimumShown }: RetirementLimits): string {
  return `overridden more than ${Math.round(overrideRate * 100)} % of at least ${minimumShown} times shown`;
}

/** A share in whole percent, or a dash where there is nothing to share. */
export function percent(part: number, whole: number): string {
  return whole === 0 ? '–' : `${Math.round((100 * part) / whole)} %`;
}

/** What `topicFigures` tells of a topic. */
export const FIGURES = ['Shown', 'Change', 'Accepted', 'Overridden', 'Ignored', 'Override rate', 'Before'];

/** The numbers of a topic, one under each of `FIGURES`. */
export function topicFigures(topic: TopicReport): readonly (string | number)[] {
  const { shown, accepted, overridden, ignored, previous } = topic;
  return [
    shown,
    change(shown, previous.shown),
    accepted,
    overridden,
    ignored,
    percent(overridden, shown),
    percent(previous.overridden, previous.shown),
  ];
}

/** The change against the previous period, with its sign. */
function change(now: number, before: number): string {
  const difference = now - before;
  if (difference === 0) return '±0';
  return difference > 0 ? `+${difference}` : `−${-difference}`;
}
