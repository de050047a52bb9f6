import { type Cell, csv } from './csv.js';
import type { Report } from './report.js';
import type { TopicReport } from './topic-report.js';

const COLUMNS = ['from', 'to', 'ehr', 'topic', 'measure', 'code', 'label', 'count', 'previousCount'];

/** One number a line, for spreadsheets and databases; `ehr` is empty for all EHRs together. */
export function reportCsv(report: Report): string {
  const { from, to } = report.period;
  const rows: Cell[][] = [
    ...report.topics.flatMap((topic) => topicRows('', topic)),
    ...report.retirementCandidates.map((topic) => ['', topic, 'retirementCandidate', '', '', 1, '']),
    ...report.ehrs.flatMap(({ ehr, calls, topics, unmatchedFeedback }) => [
      ...calls.map((call) => [ehr, '', 'hookCalls', call.outcome, '', call.calls, '']),
      ...topics.flatMap((topic) => topicRows(ehr, topic)),
      [ehr, '', 'unmatchedFeedback', '', '', unmatchedFeedback, ''],
    ]),
  ];
  return csv([COLUMNS, ...rows.map((row) => [from, to, ...row])]);
}

function topicRows(ehr: string, report: TopicReport): readonly Cell[][] {
  const { topic, previous, suggestions, reasons } = report;
  return [
    ...(['shown', 'accepted', 'overridden', 'ignored'] as const).map((measure): Cell[] => {
      return [ehr, topic, measure, '', '', report[measure], previous[measure]];
    }),
    ...suggestions.flatMap(({ label, offered, accepted }): Cell[][] => [
      [ehr, topic, 'suggestionOffered', '', label, offered, ''],
      [ehr, topic, 'suggestionAccepted', '', label, accepted, ''],
    ]),
    ...reasons.map(({ code, display, cards }): Cell[] => {
      return [ehr, topic, 'overrideReason', code ?? '', display, cards, ''];
    }),
  ];
}
