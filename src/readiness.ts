import type { Deck } from './deck/deck.js';
import type { Readiness } from './http/health.js';
import type { Journal } from './journal/journal.js';
import type { EhrRegistry } from './trust/ehr-registry.js';

/** What `GET /health/ready` tells of a service that answers. */
export function readinessOf(deck: Deck, registry: EhrRegistry, journal: Journal): Readiness {
  return {
    ready: true,
    deck: { version: deck.definition.version, date: deck.definition.date, cards: deck.cards.length + 1 },
    ...(deck.siteChanges.length > 0 && { site: deck.siteChanges }),
    mode: registry.mode,
    ...(registry.mode === 'registered' && { ehrs: registry.byIssuer.size }),
    journal: journal.state(),
  };
}
