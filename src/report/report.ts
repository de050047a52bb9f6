import type { Journal } from '../journal/journal.js';
import type { Period, Tally } from '../journal/tally.js';
import { previousPeriod } from './period.js';
import { type TopicReport, topicReports } from './topic-report.js';

/** When a card is named as a candidate for retirement. */
export interface RetirementLimits {
  /** Overridden over shown, above which a card is named. */
  readonly overrideRate: number;
  /** Fewer showings say nothing. */
  readonly minimumShown: number;
}

/** The limits for `REPORT_OVERRIDE_PERCENT`. Of a card shown less than 20 times the rate says nothing. */
export function retirementAbove(overridePercent: number): RetirementLimits {
  return { overrideRate: overridePercent / 100, minimumShown: 20 };
}

/** Hook calls by how they ended. */
export interface CallReport {
  readonly outcome: string;
  readonly calls: number;
}

export interface EhrReport {
  readonly ehr: string;
  readonly calls: readonly CallReport[];
  readonly topics: readonly TopicReport[];
  /** Feedback for cards the journal does not know: older than it, or never shown by it. */
  readonly unmatchedFeedback: number;
}

/** From inclusive, to exclusive, as instants (ISO 8601, UTC). */
export interface ReportedPeriod {
  readonly from: string;
  readonly to: string;
}

/** What was shown and what was done with it, over a period and against the one before. */
export interface Report {
  readonly period: ReportedPeriod;
  readonly previousPeriod: ReportedPeriod;
  readonly limits: RetirementLimits;
  readonly topics: readonly TopicReport[];
  readonly retirementCandidates: readonly string[];
  readonly ehrs: readonly EhrReport[];
}

/** Reads the journal for a period and the one before it. Rejects with `JournalUnreachable`. */
export async function reportOf(
  journal: Pick<Journal, 'tally'>,
  period: Period,
  limits: RetirementLimits,
): Promise<Report> {
  const previous = previousPeriod(period);
  return buildReport(
    { period, tally: await journal.tally(period) },
    { period: previous, tally: await journal.tally(previous) },
    limits,
  );
}

interface Tallied {
  readonly period: Period;
  readonly tally: Tally;
}

function buildReport(current: Tallied, previous: Tallied, limits: RetirementLimits): Report {
  const topics = topicReports(current.tally, previous.tally);
  return {
    period: reported(current.period),
    previousPeriod: reported(previous.period),
    limits,
    topics,
    retirementCandidates: topics.filter((topic) => isCandidate(topic, limits)).map(({ topic }) => topic),
    ehrs: ehrsOf(current.tally, previous.tally).map((ehr) => ({
      ehr,
      calls: current.tally.calls
        .filter((row) => row.ehr === ehr)
        .map(({ outcome, calls }) => ({ outcome, calls }))
        .sort((a, b) => inOrder(a.outcome, b.outcome)),
      topics: topicReports(ofEhr(current.tally, ehr), ofEhr(previous.tally, ehr)),
      unmatchedFeedback: current.tally.unmatched
        .filter((row) => row.ehr === ehr)
        .reduce((sum, { items }) => sum + items, 0),
    })),
  };
}

function isCandidate(topic: TopicReport, limits: RetirementLimits): boolean {
  return topic.shown >= limits.minimumShown && topic.overridden / topic.shown > limits.overrideRate;
}

function ehrsOf(...tallies: readonly Tally[]): readonly string[] {
  const rows = tallies.flatMap(({ calls, cards, unmatched }) => [...calls, ...cards, ...unmatched]);
  return [...new Set(rows.map(({ ehr }) => ehr))].sort(inOrder);
}

function ofEhr(tally: Tally, name: string): Tally {
  const own = <Row extends { readonly ehr: string }>(rows: readonly Row[]) =>
    rows.filter(({ ehr }) => ehr === name);
  return {
    calls: own(tally.calls),
    cards: own(tally.cards),
    suggestions: own(tally.suggestions),
    reasons: own(tally.reasons),
    unmatched: own(tally.unmatched),
  };
}

function reported({ from, to }: Period): ReportedPeriod {
  return { from: from.toISOString(), to: to.toISOString() };
}

/** By code unit: the same order on every machine, whatever its locale. */
function inOrder(a: string, b: string): number {
  if (a === b) return 0;
  return a < b ? -1 : 1;
}
