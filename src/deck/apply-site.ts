import type { CodeableConcept, ValueSet } from 'fhir/r4.js';
import { unknownName } from '../configuration/nearest-name.js';
import type { FactDefinitions } from '../facts/fact-definitions.js';
import type { CardDefinition, CaseDefinition, OrderTemplateDefinition } from './card-definition.js';
import type { DeckDocument } from './deck-document.js';
import type { LocalCoding, SiteDefinition } from './site-definition.js';
import { spanProblem } from './span-limits.js';

/** The parts of a deck that a site may change. */
export interface Adaptable {
  readonly facts: FactDefinitions;
  readonly valueSets: ReadonlyMap<string, ValueSet>;
  readonly orders: ReadonlyMap<string, OrderTemplateDefinition>;
  readonly cards: ReadonlyMap<string, CardDefinition>;
}

export interface Adapted extends Adaptable {
  /** Each change in one line, for `/health/ready` and the documentation. */
  readonly changes: readonly string[];
}

/**
 * Lays a site's changes over the deck. A name that the deck does not know is a fault with its nearest
 * valid name: a limit that changes nothing would be believed to be in force.
 */
export function applySite(
  deck: Adaptable,
  document: DeckDocument<SiteDefinition> | undefined,
  uncheckedCard: string,
): Adapted {
  if (!document) return { ...deck, changes: [] };
  const site = document.content;
  const changes: string[] = [];
  const isKnown = (
    kind: string,
    section: keyof SiteDefinition,
    name: string,
    valid: Iterable<string>,
  ): boolean => {
    const names = [...valid];
    if (names.includes(name)) return true;
    document.fault([section, name], unknownName(kind, name, names));
    return false;
  };

  if (site.region && site.region !== 'us') changes.push(`region: ${site.region}`);
  const limits = { ...deck.facts.limits };
  for (const [name, value] of Object.entries(site.limits ?? {})) {
    const limit = limits[name];
    if (!isKnown('limit', 'limits', name, Object.keys(limits)) || !limit || limit.value === value) continue;
    const problem = spanProblem(limit.unit, value);
    if (problem !== undefined) document.fault(['limits', name], problem);
    changes.push(`limit ${name}: ${limit.value} → ${value} ${limit.unit}`);
    limits[name] = { ...limit, value, source: `this site (the deck has ${limit.value}: ${limit.source})` };
  }
  const valueSets = new Map(deck.valueSets);
  for (const [id, codings] of Object.entries(site.codes ?? {})) {
    const valueSet = valueSets.get(id);
    if (!isKnown('value set', 'codes', id, valueSets.keys()) || !valueSet) continue;
    changes.push(
      `codes of ${id}: added ${codings.map(({ system, code }) => `${system}|${code}`).join(', ')}`,
    );
    valueSets.set(id, withCodes(valueSet, codings));
  }
  const orders = new Map(deck.orders);
  for (const [name, { alsoCodes, ...own }] of Object.entries(site.orders ?? {})) {
    const order = orders.get(name);
    if (!isKnown('order', 'orders', name, orders.keys()) || !order) continue;
    changes.push(own.resource ? `order ${name}: replaced` : `order ${name}: changed`);
    orders.set(name, withCodings({ ...order, ...own }, alsoCodes ?? []));
  }
  const cards = new Map(deck.cards);
  for (const [id, change] of Object.entries(site.cards ?? {})) {
    const card = cards.get(id);
    if (!isKnown('card', 'cards', id, cards.keys()) || !card) continue;
    if (change === 'off' && id === uncheckedCard) {
      document.fault(['cards', id], 'cannot be off: silence must not stand for a check that did not run');
    } else if (change === 'off') {
      changes.push(`card ${id}: off`);
      cards.delete(id);
    } else {
      const shown = indicatorsOf(card);
      for (const from of Object.keys(change)) {
        if (!shown.has(from))
          document.fault(['cards', id, from], `this card is never ${from}; it is ${[...shown].join(' or ')}`);
      }
      const grades = Object.entries(change).filter(([from, to]) => from !== to);
      if (grades.length === 0) continue;
      changes.push(`card ${id}: ${grades.map(([from, to]) => `${from} shown as ${to}`).join(', ')}`);
      cards.set(id, { ...card, cases: card.cases.map((one) => regraded(one, change)) });
    }
  }
  return { facts: { ...deck.facts, limits }, valueSets, orders, cards, changes };
}

function withCodes(valueSet: ValueSet, codings: readonly LocalCoding[]): ValueSet {
  const added = codings.map(({ system, code, display }) => ({
    system,
    concept: [{ code, ...(display && { display }) }],
  }));
  return { ...valueSet, compose: { include: [...(valueSet.compose?.include ?? []), ...added] } };
}

/** Added first: Epic and others act on the first code they know. */
function withCodings(
  order: OrderTemplateDefinition,
  codings: readonly LocalCoding[],
): OrderTemplateDefinition {
  if (codings.length === 0) return order;
  const member = order.resource.resourceType === 'MedicationRequest' ? 'medicationCodeableConcept' : 'code';
  const concept = (order.resource as Readonly<Record<string, unknown>>)[member] as
    | CodeableConcept
    | undefined;
  const coding = [...codings, ...(concept?.coding ?? [])];
  return { ...order, resource: { ...order.resource, [member]: { ...concept, coding } } };
}

/** Every indicator that a case of the card has, at some hook or at all. */
function indicatorsOf({ cases }: CardDefinition): ReadonlySet<string> {
  return new Set(
    cases.flatMap(({ indicator, indicatorAt }) => [indicator, ...Object.values(indicatorAt ?? {})]),
  );
}

function regraded(
  one: CaseDefinition,
  change: Readonly<Partial<Record<string, CaseDefinition['indicator']>>>,
): CaseDefinition {
  const indicatorAt = Object.entries(one.indicatorAt ?? {}).map(([hook, to]) => [hook, change[to] ?? to]);
  return {
    ...one,
    indicator: change[one.indicator] ?? one.indicator,
    ...(indicatorAt.length > 0 && { indicatorAt: Object.fromEntries(indicatorAt) }),
  };
}
