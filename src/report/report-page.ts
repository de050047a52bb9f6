import { Html, html } from './html.js';
import { outcomeChart } from './outcome-chart.js';
import type { EhrReport, Report } from './report.js';
import { REPORT_STYLE } from './report-style.js';
import { daysOf, FIGURES, firstDay, lastDay, percent, retirementRule, topicFigures } from './report-words.js';
import type { TopicReport } from './topic-report.js';

const NOTHING = html``;

/** The report as one page that needs nothing else; it prints as it reads. */
export function reportPage(report: Report): string {
  const { period, previousPeriod, topics, ehrs } = report;
  return html`<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>Ocrelizumab CDS: cards shown and what was done with them</title>
<style>${new Html(REPORT_STYLE)}</style>
</head>
<body>
<main>
<h1>Cards shown and what was done with them</h1>
<p>${daysOf(period)} <span class="quiet">against ${daysOf(previousPeriod)} (UTC)</span></p>
<nav aria-label="Period and format">${[7, 30, 90, 365].map((length) => html`<a href="?days=${length}">last ${length} days</a>`)}${(['csv', 'json'] as const).map((format) => html`<a href="?from=${firstDay(period)}&amp;to=${lastDay(period)}&amp;format=${format}">${format.toUpperCase()}</a>`)}</nav>
${candidates(report)}
<h2>All EHRs</h2>
${topics.length === 0 ? html`<p>No card was shown.</p>` : html`${outcomeChart(topics)}${topicTable(topics)}`}
<p class="quiet">A card counts once, in the period that first showed it: accepted if a suggestion of it was, else
overridden if the EHR reported that, else ignored. Some EHRs report late, and some never report an ignored card.</p>
${topics.map(topicDetails)}
${ehrs.map(ehrSection)}
</main>
</body>
</html>
`.text;
}

function candidates({ retirementCandidates, limits, topics }: Report): Html {
  const rule = retirementRule(limits);
  if (retirementCandidates.length === 0) return html`<p>No candidate for retirement (${rule}).</p>`;
  const named = topics.filter(({ topic }) => retirementCandidates.includes(topic));
  return html`<div class="candidates"><h2>Candidates for retirement</h2>
<p>${rule}. Whether a card is wrong, badly timed or rightly insistent is for reviewers to decide: read its reasons first.</p>
<ul>${named.map((topic) => html`<li><strong>${topic.topic}</strong>: ${topic.overridden} of ${topic.shown} overridden (${percent(topic.overridden, topic.shown)})</li>`)}</ul></div>`;
}

function topicTable(topics: readonly TopicReport[]): Html {
  return html`<table>
<thead><tr><th scope="col">Topic</th>${FIGURES.map((figure) => html`<th scope="col" class="number">${figure}</th>`)}</tr></thead>
<tbody>${topics.map(topicRow)}</tbody>
</table>`;
}

function topicRow(topic: TopicReport): Html {
  return html`<tr><th scope="row">${topic.topic}</th>${topicFigures(topic).map((figure) => html`<td class="number">${figure}</td>`)}</tr>
`;
}

function topicDetails(topic: TopicReport): Html {
  if (topic.suggestions.length === 0 && topic.reasons.length === 0) return NOTHING;
  return html`<h3>${topic.topic}</h3>
${countTable(
  ['Suggestion', 'Offered', 'Accepted', 'Rate'],
  topic.suggestions.map(({ label, offered, accepted }) => [
    label,
    offered,
    accepted,
    percent(accepted, offered),
  ]),
)}${countTable(
  ['Reason for overriding', 'Code', 'Cards'],
  topic.reasons.map(({ display, code, cards }) => [display, code ?? '', cards]),
)}`;
}

function ehrSection({ ehr, calls, topics, unmatchedFeedback }: EhrReport): Html {
  return html`<h2>${ehr}</h2>
${countTable(
  ['Hook calls', 'Number'],
  calls.map((call) => [call.outcome, call.calls]),
)}${topics.length === 0 ? NOTHING : topicTable(topics)}
<p class="quiet">Feedback for cards that the journal does not know: ${unmatchedFeedback}.</p>`;
}

/** A table without rows is left out. */
function countTable(heads: readonly string[], rows: readonly (readonly (string | number)[])[]): Html {
  if (rows.length === 0) return NOTHING;
  const cell = (value: string | number) =>
    typeof value === 'number' ? html`<td class="number">${value}</td>` : html`<td>${value}</td>`;
  return html`<table>
<thead><tr>${heads.map((head) => html`<th scope="col">${head}</th>`)}</tr></thead>
<tbody>${rows.map((row) => html`<tr>${row.map(cell)}</tr>`)}</tbody>
</table>`;
}
