import type { OrderDefinition } from '../facts/order-definition.js';
import type { CallOrders } from './call-orders.js';
import type { ExposureFact } from './exposure-fact.js';
import { type OrderContext, type OrderFact, orderFact } from './order-fact.js';
import { idOf } from './order-search.js';
import type { PictureSource } from './picture-source.js';

/** Every order fact, seen from the dose that is planned, the doses given and what was found. */
export function orderFacts(
  source: PictureSource,
  { subject, plannedOn, search }: CallOrders,
  { lastDose }: ExposureFact,
  foundOn: OrderContext['foundOn'],
): Readonly<Record<string, OrderFact>> {
  const subjects = new Set(subject.sources);
  const writtenOn = search.session.flatMap((entry) =>
    subjects.has(idOf(entry)) ? (entry.writtenOn ?? []) : [],
  );
  const days = (subject.plannedDoses ?? []).map(({ on }) => on);
  const around: OrderContext = {
    ...search,
    infusion: { on: plannedOn, writtenOn, days },
    lastDoseOn: lastDose?.on,
    foundOn,
    lackingDaysOf: (name) => facts[name]?.lackingDays,
    productOf: (name) => (facts[name]?.isProductKnown ? facts[name]?.product : undefined),
  };
  const facts = source.facts.orders((name) =>
    name === source.definitions.exposure.order ? subject : orderNamed(source, name, around),
  );
  return facts;
}

/** One of them by itself. */
export function orderNamed(source: PictureSource, name: string, context: OrderContext): OrderFact {
  return orderFact(definitionOf(source, name), context);
}

/** The definition of an order fact; a deck that lacks one has not passed the start. */
export function definitionOf({ definitions }: PictureSource, name: string): OrderDefinition {
  const definition = definitions.orders[name];
  if (!definition) throw new Error(`order fact ${name} is not defined`);
  return definition;
}
