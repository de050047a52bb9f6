import type { OrderDefinition } from '../deck/fact-definitions.js';
import type { CallOrders } from './call-orders.js';
import type { ExposureFact } from './exposure-fact.js';
import { type OrderContext, type OrderFact, orderFact } from './order-fact.js';
import { idOf } from './order-search.js';
import type { PictureSource } from './picture-source.js';

/** Every order fact, seen from the dose that is planned and the doses given. */
export function orderFacts(
  source: PictureSource,
  { subject, plannedOn, search }: CallOrders,
  { lastDose }: ExposureFact,
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

export function definitionOf({ definitions }: PictureSource, name: string): OrderDefinition {
  const definition = definitions.orders[name];
  if (!definition) throw new Error(`order fact ${name} is not defined`);
  return definition;
}
