import type { Report } from './report.js';
import { daysOf, FIGURES, percent, retirementRule, topicFigures } from './report-words.js';
import type { TopicReport } from './topic-report.js';

type Row = readonly (string | number)[];

/** The report for a terminal. */
export function reportText(report: Report): string {
  const { period, previousPeriod, topics, retirementCandidates, limits, ehrs } = report;
  const parts = [
    `Cards shown and what was done with them: ${daysOf(period)} against ${daysOf(previousPeriod)} (UTC)`,
    topics.length === 0 ? 'No card was shown.' : topicTable(topics),
    ...topics.flatMap(detailsOf),
    `Candidates for retirement (${retirementRule(limits)}): ${retirementCandidates.join(', ') || 'none'}`,
    ...ehrs.map(({ ehr, calls, topics: own, unmatchedFeedback }) =>
      [
        `${ehr}: calls ${calls.map((call) => `${call.outcome} ${call.calls}`).join(', ') || 'none'}; feedback for unknown cards ${unmatchedFeedback}`,
        ...(own.length > 0 ? [topicTable(own)] : []),
      ].join('\n'),
    ),
  ];
  return `${parts.join('\n\n').replace(CONTROL, ' ')}\n`;
}

/** Names come from EHRs: none may steer the terminal. */
const CONTROL = /[^\P{Cc}\n]/gu;

function topicTable(topics: readonly TopicReport[]): string {
  return table([['', ...FIGURES], ...topics.map((topic) => [topic.topic, ...topicFigures(topic)])]);
}

function detailsOf({ topic, suggestions, reasons }: TopicReport): readonly string[] {
  if (suggestions.length === 0 && reasons.length === 0) return [];
  const lines = [
    ...suggestions.map(({ label, offered, accepted }) => {
      return `  suggestion "${label}": accepted ${accepted} of ${offered} (${percent(accepted, offered)})`;
    }),
    ...reasons.map(({ display, code, cards }) => {
      return `  overridden ${cards}: ${display}${code === undefined || code === display ? '' : ` (${code})`}`;
    }),
  ];
  return [[topic, ...lines].join('\n')];
}

/** Columns as wide as their widest cell; all but the first to the right. */
function table(rows: readonly Row[]): string {
  const widths = (rows[0] ?? []).map((_, column) =>
    Math.max(...rows.map((row) => String(row[column]).length)),
  );
  return rows
    .map((row) =>
      row
        .map((cell, column) => {
          const width = widths[column] ?? 0;
          return column === 0 ? String(cell).padEnd(width) : String(cell).padStart(width);
        })
        .join('  '),
    )
    .join('\n');
}
