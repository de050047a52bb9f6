import { type Html, html } from './html.js';
import type { TopicReport } from './topic-report.js';

/** Dark, middle and light, so that they are told apart in grey print too. */
const COLOURS = { accepted: '#14613f', overridden: '#d9782d', ignored: '#c9d0d6' } as const;
/** The palest part must stand out from the paper. */
const EDGE = '#5a6570';
const RESPONSES = ['accepted', 'overridden', 'ignored'] as const;

const LABEL_WIDTH = 230;
const BAR_WIDTH = 440;
const WIDTH = LABEL_WIDTH + BAR_WIDTH + 60;
const ROW = 26;
const BAR = 16;
const LEGEND = 30;

/** One bar per topic, its parts what became of the cards. Drawn with attributes only: no style, no script. */
export function outcomeChart(topics: readonly TopicReport[]): Html {
  const most = Math.max(1, ...topics.map(({ shown }) => shown));
  const height = LEGEND + topics.length * ROW + 4;
  return html`<svg xmlns="http://www.w3.org/2000/svg" role="img" aria-labelledby="chart-title" viewBox="0 0 ${WIDTH} ${height}" width="${WIDTH}" height="${height}" font-family="sans-serif" font-size="13">
<title id="chart-title">Cards shown per topic: accepted, overridden, ignored</title>
${RESPONSES.map(legend)}${topics.map((topic, index) => bar(topic, LEGEND + index * ROW, BAR_WIDTH / most))}</svg>`;
}

function legend(response: (typeof RESPONSES)[number], index: number): Html {
  const x = LABEL_WIDTH + index * 120;
  return html`<rect x="${x}" y="4" width="12" height="12" fill="${COLOURS[response]}" stroke="${EDGE}"/><text x="${x + 18}" y="15">${response}</text>
`;
}

function bar(topic: TopicReport, y: number, scale: number): Html {
  let x = LABEL_WIDTH;
  const parts = RESPONSES.map((response) => {
    const width = rounded(topic[response] * scale);
    const part = html`<rect x="${rounded(x)}" y="${y}" width="${width}" height="${BAR}" fill="${COLOURS[response]}" stroke="${EDGE}"><title>${topic.topic}: ${topic[response]} ${response}</title></rect>`;
    x += topic[response] * scale;
    return part;
  });
  return html`<text x="${LABEL_WIDTH - 8}" y="${y + 13}" text-anchor="end">${topic.topic}</text>${parts}<text x="${rounded(x + 6)}" y="${y + 13}">${topic.shown}</text>
`;
}

function rounded(length: number): number {
  return Math.round(length * 100) / 100;
}
