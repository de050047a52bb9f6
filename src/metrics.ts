import { Counter, Gauge, Histogram, Registry } from 'prom-client';
import type { FetchObservation, HookObservation } from './answer-hook.js';
import type { RefusedCall } from './http/count-refused.js';
import type { AnsweredRequest } from './http/count-requests.js';
import type { DropReason } from './journal/journal.js';
import { type KnownLabels, knownSeries } from './known-series.js';
import type { JwtFailure } from './trust/jwt-failure.js';

/** Everything `/metrics` shows. Labels are names of our own and of registered EHRs, never text of a caller or a record. */
export interface Metrics {
  readonly registry: Registry;
  countRequest(request: AnsweredRequest): void;
  observeHook(observation: HookObservation): void;
  countRefused(call: RefusedCall): void;
  observeFetch(observation: FetchObservation): void;
  countJwtFailure(reason: JwtFailure, ehr: string | undefined): void;
  countDropped(reason: DropReason, count: number): void;
}

/** Seconds; CDS Hooks asks for answers in about half a second. */
const LATENCY_BUCKETS = [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2, 5];

/**
 * Makes the metrics of one service, in a registry of their own. Series whose labels are known beforehand are there
 * at 0: of one that begins at 1 Prometheus sees no increase, and one that is not there equals nothing, so no
 * alert would speak.
 */
export function createMetrics(known: KnownLabels, logLinesLost = () => 0): Metrics {
  const registry = new Registry();
  const registers = [registry];
  const requests = new Counter({
    name: 'cds_requests_total',
    help: 'HTTP requests by service (none for other addresses) and status',
    labelNames: ['service', 'status'],
    registers,
  });
  const hooks = new Counter({
    name: 'cds_hooks_total',
    help: 'Hook calls by service, EHR and outcome',
    labelNames: ['service', 'ehr', 'outcome'],
    registers,
  });
  const judged = new Counter({
    name: 'cds_hooks_judged_total',
    help: 'Hook calls about the drug, whose cards were evaluated',
    labelNames: ['service', 'ehr'],
    registers,
  });
  const withoutOrders = new Counter({
    name: 'cds_calls_without_orders_total',
    help: 'Calls about orders that sent none, or not all in a form that can be read',
    labelNames: ['ehr', 'reason'],
    registers,
  });
  const latency = new Histogram({
    name: 'cds_hook_seconds',
    help: 'Time from the arrival of a call to its answer, reading and fetching included',
    labelNames: ['service'],
    buckets: LATENCY_BUCKETS,
    registers,
  });
  const cards = new Counter({
    name: 'cds_cards_total',
    help: 'Cards shown by EHR, topic and indicator',
    labelNames: ['ehr', 'topic', 'indicator'],
    registers,
  });
  const unchecked = new Counter({
    name: 'cds_unchecked_total',
    help: 'Facts that could not be judged, by reason',
    labelNames: ['fact', 'reason'],
    registers,
  });
  const fetches = new Histogram({
    name: 'cds_fhir_seconds',
    help: 'Time of one GET on the FHIR server of an EHR, by what came of it',
    labelNames: ['ehr', 'outcome'],
    buckets: LATENCY_BUCKETS,
    registers,
  });
  const prefetch = new Counter({
    name: 'cds_prefetch_total',
    help: 'Prefetch keys by state and reason: what an EHR leaves out',
    labelNames: ['ehr', 'key', 'state', 'reason'],
    registers,
  });
  const jwt = new Counter({
    name: 'cds_jwt_failures_total',
    help: 'Refused tokens by reason',
    labelNames: ['reason', 'ehr'],
    registers,
  });
  const dropped = new Counter({
    name: 'cds_journal_dropped_total',
    help: 'Journal entries lost, by reason',
    labelNames: ['reason'],
    registers,
  });
  new Counter({
    name: 'cds_log_lost_total',
    help: 'Log lines lost to a full disk or a reader that takes none',
    registers,
    collect() {
      this.reset();
      this.inc(logLinesLost());
    },
  });
  new Gauge({ name: 'cds_deck_info', help: 'The deck in use', labelNames: ['version'], registers }).set(
    { version: known.deckVersion },
    1,
  );
  const series = knownSeries(known);
  for (const labels of series.requests) requests.inc(labels, 0);
  for (const labels of series.hooks) hooks.inc(labels, 0);
  for (const labels of series.judged) judged.inc(labels, 0);
  for (const labels of series.withoutOrders) withoutOrders.inc(labels, 0);
  for (const labels of series.latency) latency.zero(labels);
  for (const labels of series.cards) cards.inc(labels, 0);
  for (const labels of series.fetches) fetches.zero(labels);
  for (const labels of series.prefetch) prefetch.inc(labels, 0);
  for (const labels of series.jwt) jwt.inc(labels, 0);
  for (const labels of series.dropped) dropped.inc(labels, 0);
  return {
    registry,
    countRequest: ({ service, status }) => requests.inc({ service: service ?? 'none', status }),
    observeHook: (o) => {
      hooks.inc({ service: o.service, ehr: o.ehr, outcome: o.outcome });
      latency.observe({ service: o.service }, o.seconds);
      if (o.findings.length > 0) judged.inc({ service: o.service, ehr: o.ehr });
      if (o.missingOrders !== undefined) withoutOrders.inc({ ehr: o.ehr, reason: o.missingOrders });
      for (const card of o.cards)
        cards.inc({ ehr: o.ehr, topic: card.source.topic.code ?? '', indicator: card.indicator });
      for (const { fact, reason } of o.unchecked) unchecked.inc({ fact, reason });
      for (const [key, outcome] of Object.entries(o.gathered)) {
        const reason = 'failure' in outcome ? outcome.failure : '';
        prefetch.inc({ ehr: o.ehr, key, state: outcome.state, reason });
      }
    },
    countRefused: ({ service, ehr, outcome }) => hooks.inc({ service, ehr, outcome }),
    observeFetch: ({ ehr, seconds, failure }) =>
      fetches.observe({ ehr, outcome: failure ?? 'answered' }, seconds),
    countJwtFailure: (reason, ehr) => jwt.inc({ reason, ehr: ehr ?? 'unknown' }),
    countDropped: (reason, count) => dropped.inc({ reason }, count),
  };
}
