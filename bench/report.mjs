/** One line of the report: a ratio, the target it is held to (if any), and whether it reached it. */
export function ratioLine(name, ratio, { atLeast, atMost }, ratios = []) {
  const isMet = (atLeast === undefined || ratio >= atLeast) && (atMost === undefined || ratio <= atMost);
  const target = atLeast === undefined ? (atMost === undefined ? '' : `<= ${atMost}`) : `>= ${atLeast}`;
  return {
    isMet,
    cells: [name, ratio.toFixed(2), target, target === '' ? '' : isMet ? 'pass' : 'MISS', spread(ratios)],
  };
}

export const RATIO_HEADINGS = ['service / floor', 'req/s ratio', 'target', '', 'round by round'];

export const ENGINE_HEADINGS = ['engine / JSON.parse', 'ratio', 'target', '', 'ms a call'];

export const SERVER_HEADINGS = ['', 'req/s', 'p50 ms', 'p99 ms', 'CPU ms a request', 'times the floor'];

export function serverLines(name, { service, floor, cpuTimes }) {
  return [
    [`service, ${name}`, ...figures(service), cpuTimes.toFixed(2)],
    ['floor', ...figures(floor), ''],
  ];
}

function figures({ perSecond, p50, p99, cpuMs }) {
  return [perSecond.toFixed(0), p50.toFixed(1), p99.toFixed(1), cpuMs.toFixed(2)];
}

function spread(ratios) {
  return ratios.map((ratio) => ratio.toFixed(2)).join(' ');
}

/** Columns as wide as their widest cell; all but the first and last to the right. */
export function table(headings, rows) {
  const lines = [headings, ...rows];
  const widths = headings.map((_, column) => Math.max(...lines.map((line) => String(line[column]).length)));
  const isLeft = (column) => column === 0 || column === headings.length - 1;
  const show = (line) =>
    line
      .map((cell, column) =>
        isLeft(column) ? String(cell).padEnd(widths[column]) : String(cell).padStart(widths[column]),
      )
      .join('  ')
      .trimEnd();
  return `${[show(headings), widths.map((width) => '-'.repeat(width)).join('  '), ...rows.map(show)].join('\n')}\n`;
}
