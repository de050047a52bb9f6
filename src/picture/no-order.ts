import type { OrderDefinition } from '../facts/order-definition.js';
import { FAILURE_WORDS } from '../gather/failure-words.js';
import { REFERRED_MEDICATIONS } from '../gather/prefetch-outcome.js';
import type { OrderContext, OrderFact } from './order-fact.js';
import { isForAnother, lackingDays, orderOfUnread } from './order-search.js';
import { drugGap } from './unread-drug.js';

/** Whether there is really none, or one that nobody could see: unread, or under another patient's name. */
export function noOrder(definition: OrderDefinition, context: OrderContext): OrderFact {
  const { name, query, orUnread } = definition;
  const failure = query === undefined ? undefined : context.gap(query);
  if (query !== undefined && failure) {
    const [reason, records] = [FAILURE_WORDS[failure], context.recordsOf(query)];
    return {
      name,
      state: 'unavailable',
      reason,
      failure,
      records,
      isForAnother: false,
      isDoseKnown: false,
      sources: [],
    };
  }
  // An EHR may know its patient by two ids: silence would stand for checks that never ran.
  if (orUnread && isForAnother(definition, context)) {
    return {
      name,
      state: 'unavailable',
      reason: 'it names another patient than the call',
      isForAnother: true,
      isDoseKnown: false,
      sources: [],
    };
  }
  const unread = orUnread ? orderOfUnread(definition, context) : undefined;
  if (unread) {
    return {
      name,
      state: 'unavailable',
      ...drugGap(unread, context.gap(REFERRED_MEDICATIONS)),
      records: 'the drug of an order',
      isForAnother: false,
      isDoseKnown: false,
      sources: [],
    };
  }
  return {
    name,
    state: 'absent',
    isPresent: false,
    isForAnother: false,
    count: 0,
    isDoseKnown: false,
    hasSeveralProducts: false,
    isRouteContrary: false,
    sharesDay: false,
    isForSeveralDays: false,
    isRepeated: false,
    isDurationStated: false,
    isRateStated: false,
    lackingDays: definition.near && lackingDays(definition, context),
    sources: [],
  };
}
