import { describe, expect, it } from '@jest/globals';
import { createMetrics } from '../../src/metrics.js';
import { documentsOf, exists, knownSettings, textOf } from './deploy-files.js';

const page = textOf('docs/operating.md');
const labels = new Map(
  createMetrics('1')
    .registry.getMetricsAsArray()
    .map((metric) => [metric.name, 'labelNames' in metric ? (metric.labelNames as string[]) : []] as const),
);
interface Alert {
  readonly alert: string;
  readonly expr: string;
  readonly annotations: { readonly summary: string };
}
const alerts: readonly Alert[] = documentsOf('deploy/prometheus-alerts.yaml')[0].groups[0].rules;

/** Names of metrics, without what Prometheus adds to a histogram. */
const metricsIn = (text: string) =>
  (text.match(/\bcds_[a-z_]+/g) ?? []).map((name) => name.replace(/_(bucket|sum|count)$/, ''));

describe('docs/operating.md', () => {
  it('names the metrics that there are, each with its labels', () => {
    expect([...new Set(metricsIn(page))].sort()).toEqual([...labels.keys()].sort());
    const rows = [...page.matchAll(/^\| `(cds_[a-z_]+)(?:\{(.*?)\})?` \|/gm)];
    expect(rows.map(([, name, names]) => [name, names?.split(',').sort() ?? []]).sort()).toEqual(
      [...labels].map(([name, names]) => [name, [...names].sort()]).sort(),
    );
  });

  it('names every setting that there is, and none that is not', () => {
    const known = [...knownSettings()];
    const rows = [...page.matchAll(/^\| (`[A-Z_]+`(?:, `[A-Z_]+`)*) \|/gm)].flatMap(([, names = '']) =>
      names.split(', '),
    );
    const told = [...rows, ...[...page.matchAll(/`[A-Z_]+_FILE`/g)].map(([name]) => name)].map((name) =>
      name.slice(1, -1),
    );
    expect([...new Set(told)].sort()).toEqual(known.sort());
  });

  it('tells what each alert means, and of no alert that is not', () => {
    const told = [...page.matchAll(/^\| `([A-Z][a-z][A-Za-z]+)` \|/gm)].map(([, name]) => name);
    expect(told).toEqual(alerts.map(({ alert }) => alert));
  });

  it('links only to files that there are', () => {
    for (const [, link = ''] of page.matchAll(/\]\(([^)#]+)(?:#[^)]*)?\)/g))
      expect([link, exists(`docs/${link}`)]).toEqual([link, true]);
  });
});

describe('the alerts', () => {
  it('watch every metric, and ask only for labels that it has', () => {
    expect([...new Set(alerts.flatMap(({ expr }) => metricsIn(expr)))].sort()).toEqual(
      [...labels.keys()].sort(),
    );
    for (const { alert, expr, annotations } of alerts) {
      const [metric = ''] = metricsIn(expr);
      const [, by = ''] = /by \((.*?)\)/.exec(expr) ?? [];
      const matched = [...expr.matchAll(/[{,](\w+)(?:=~|!=|=)"/g)].map(([, name]) => name ?? '');
      const grouped = by.split(', ').filter((name) => name !== '' && name !== 'le');
      for (const label of [...grouped, ...matched])
        expect([alert, labels.get(metric)]).toEqual([alert, expect.arrayContaining([label])]);
      const shown = [...annotations.summary.matchAll(/\$labels\.(\w+)/g)].map(([, name]) => name);
      expect(grouped).toEqual(expect.arrayContaining(shown));
    }
  });
});
