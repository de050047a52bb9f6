import { askedTemplates } from './deck/asked-templates.js';
import { type Deck, rankedCards } from './deck/deck.js';
import { serviceDescriptions } from './deck/service-descriptions.js';
import { DROP_REASONS, type HookOutcome } from './journal/journal.js';
import type { Indicator } from './request/hook-response.js';
import { MISSING_ORDERS } from './request/missing-orders.js';
import { senderOf } from './trust/caller.js';
import type { EhrRegistry } from './trust/ehr-registry.js';
import { JWT_FAILURES } from './trust/jwt-failure.js';

/** The names that labels of metrics can have: our own, and those of registered EHRs. */
export interface KnownLabels {
  readonly deckVersion: string;
  readonly services: readonly string[];
  readonly ehrs: readonly string[];
  readonly topics: readonly string[];
  /** Prefetch keys. */
  readonly keys: readonly string[];
}

export function knownLabels(deck: Deck, registry: EhrRegistry): KnownLabels {
  return {
    deckVersion: deck.definition.version,
    services: serviceDescriptions(deck).map(({ id }) => id),
    ehrs:
      registry.mode === 'open'
        ? [senderOf({ kind: 'open' }).ehr]
        : [...registry.byIssuer.values()].map(({ name }) => name),
    topics: rankedCards(deck).map(({ definition }) => definition.id),
    keys: Object.keys(askedTemplates(deck)),
  };
}

/** How a hook call can end. */
const OUTCOMES: readonly HookOutcome[] = [
  'answered',
  'data-unobtainable',
  'internal',
  'invalid-request',
  'hook-mismatch',
  'malformed-json',
  'body-too-large',
  'unsupported-media-type',
];
const INDICATORS: readonly Indicator[] = ['info', 'warning', 'critical'];
/** The one that is good, and those that an alert waits for. */
const STATUSES = [200, 500, 503];

/**
 * The label sets that can occur, by metric. Of prefetch keys and fetches only the commonest: with every
 * reason they would be thousands.
 */
export function knownSeries({ services, ehrs, topics, keys }: KnownLabels) {
  const each = <A, B, C>(as: readonly A[], bs: readonly B[], pair: (a: A, b: B) => C): readonly C[] =>
    as.flatMap((a) => bs.map((b) => pair(a, b)));
  const calls = each(services, ehrs, (service, ehr) => ({ service, ehr }));
  const shown = each(topics, INDICATORS, (topic, indicator) => ({ topic, indicator }));
  return {
    requests: each([...services, 'none'], STATUSES, (service, status) => ({ service, status })),
    hooks: each(calls, OUTCOMES, (call, outcome) => ({ ...call, outcome })),
    judged: calls,
    withoutOrders: each(ehrs, MISSING_ORDERS, (ehr, reason) => ({ ehr, reason })),
    latency: services.map((service) => ({ service })),
    cards: each(ehrs, shown, (ehr, card) => ({ ehr, ...card })),
    fetches: ehrs.map((ehr) => ({ ehr, outcome: 'answered' })),
    prefetch: each(ehrs, keys, (ehr, key) => ({ ehr, key, state: 'absent', reason: 'not-sent' })),
    jwt: each(JWT_FAILURES, [...ehrs, 'unknown'], (reason, ehr) => ({ reason, ehr })),
    dropped: DROP_REASONS.map((reason) => ({ reason })),
  };
}
