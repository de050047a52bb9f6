import { describe, expect, it } from '@jest/globals';
import { knownLabels } from '../../src/known-series.js';
import { createMetrics } from '../../src/metrics.js';
import { loadProjectDeck } from '../support/judge-story.js';
import { documentsOf, exists, knownSettings, textOf } from './deploy-files.js';

const page = textOf('docs/operating.md');
const { registry } = createMetrics(knownLabels(loadProjectDeck(), { mode: 'open' }));
const labels = new Map(
  registry
    .getMetricsAsArray()
    .map((metric) => [metric.name, 'labelNames' in metric ? (metric.labelNames as string[]) : []] as const),
);
interface Alert {
  readonly alert: string;
  readonly expr: string;
  readonly for?: string;
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

/** `{name="value", …}` as a test of a series. */
function matcherOf(selector: string): (labels: Readonly<Record<string, unknown>>) => boolean {
  const conditions = [...selector.matchAll(/(\w+)(=~|!=|=)"(.*?)"/g)];
  return (labels) =>
    conditions.every(([, name = '', operator, value = '']) => {
      const holds = RegExp(`^(?:${value})$`).test(String(labels[name] ?? ''));
      return operator === '!=' ? !holds : holds;
    });
}

describe('the alerts', () => {
  // Its labels are the reasons of facts: a share of many calls, where the first of a kind does not matter.
  const BEGUN_BY_ITS_FIRST_EVENT = ['cds_unchecked_total'];

  it('ask for series that a service has from its start: else the first event would be no increase', async () => {
    const fresh = await registry.getMetricsAsJSON();
    for (const { alert, expr } of alerts) {
      for (const [, name = '', selector = ''] of expr.matchAll(/\b(cds_[a-z_]+)(\{.*?\})?/g)) {
        const [metric] = metricsIn(name);
        if (BEGUN_BY_ITS_FIRST_EVENT.includes(String(metric))) continue;
        const values = fresh.find((series) => series.name === metric)?.values ?? [];
        const found = values.filter(({ labels: of }) => matcherOf(selector)(of));
        expect([alert, found.length]).not.toEqual([alert, 0]);
      }
    }
  });

  it('begin every hook, refusal and card at 0 for each EHR', async () => {
    const seriesOf = async (name: string) => (await registry.getSingleMetric(name)?.get())?.values ?? [];
    const outcomes = (await seriesOf('cds_hooks_total')).map(({ labels: { outcome } }) => outcome);
    expect(new Set(outcomes)).toContain('invalid-request');
    for (const name of ['cds_hooks_total', 'cds_jwt_failures_total', 'cds_cards_total'])
      for (const { labels: of, value } of await seriesOf(name))
        expect([name, of.ehr, value]).toEqual([name, expect.stringMatching(/^(open|unknown)$/), 0]);
  });

  it('look for rare events in an hour or more, and wait for none of them', () => {
    for (const { alert, expr, for: wait } of alerts) {
      expect([alert, expr]).toEqual([alert, expect.not.stringMatching(/\[\d+m\]/)]);
      if (/increase\(.*> 0$/.test(expr)) expect([alert, wait]).toEqual([alert, undefined]);
    }
  });

  it('look at each EHR for itself where one may fall silent beside others', () => {
    for (const name of ['NobodyCalls', 'NoCardShown', 'CallsWithoutOrders'])
      expect(alerts.find(({ alert }) => alert === name)?.expr).toMatch(/^sum by \(ehr/);
  });

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
