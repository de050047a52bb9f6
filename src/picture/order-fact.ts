import type { OrderDefinition } from '../facts/order-definition.js';
import type { FetchFailure } from '../gather/prefetch-outcome.js';
import type { ClinicalDate } from './clinical-date.js';
import type { Fact } from './fact.js';
import { noOrder } from './no-order.js';
import { type OrderSearch, ordersThatMeet } from './order-search.js';
import type { DoseToCome } from './planned-doses.js';
import { PlannedOrders } from './planned-orders.js';

/** What cards may ask of an order; several that meet its definition are judged together. */
export interface OrderFact extends Fact {
  readonly isPresent?: boolean;
  /** There is none for this patient, and one on the same screen that names another. */
  readonly isForAnother: boolean;
  readonly count?: number;
  /** What is ordered: "natalizumab and azathioprine". */
  readonly names?: string;

  // doses
  readonly largestDoseMg?: number;
  readonly smallestDoseMg?: number;
  readonly isDoseKnown: boolean;
  readonly dose?: string;
  /** Each dose is one of its product's; left out where no dose can be read. */
  readonly isDoseUsual?: boolean;
  readonly unusualDose?: string;

  // product and route
  readonly product?: string;
  readonly isProductKnown?: boolean;
  readonly hasSeveralProducts?: boolean;
  readonly route?: string;
  readonly isRouteContrary?: boolean;

  // days
  readonly plannedOn?: ClinicalDate;
  readonly plannedShown?: string;
  readonly daysAhead?: number;
  /** Every order names its day. */
  readonly isDateStated?: boolean;
  /** Two of the orders are for one day: what they make together, and that day. */
  readonly sharesDay?: boolean;
  readonly sharedDayMg?: number;
  readonly sharedDayShown?: string;
  /** From the first planned day to the next, and that day. */
  readonly isForSeveralDays?: boolean;
  readonly gapDays?: number;
  readonly nextPlannedOn?: ClinicalDate;
  readonly nextPlannedShown?: string;
  readonly isRepeated?: boolean;
  readonly everyDays?: number;
  readonly every?: string;

  // pace
  readonly isDurationStated?: boolean;
  readonly durationHours?: number;
  readonly isRateStated?: boolean;
  readonly mlPerHour?: number;

  /** Of what is due beside every dose: days of planned doses without it. */
  readonly lackingDays?: readonly ClinicalDate[];

  readonly sources: readonly string[];
  /** Each planned dose by itself, the earliest first. */
  readonly plannedDoses?: readonly DoseToCome[];
  /** The dose of the first planned day, and of the next. */
  readonly firstDoseMg?: number;
  readonly nextDoseMg?: number;
}

export const ORDER_MEMBERS = {
  isPresent: 'boolean',
  isForAnother: 'boolean',
  count: 'number',
  names: 'text',
  largestDoseMg: 'number',
  smallestDoseMg: 'number',
  isDoseKnown: 'boolean',
  firstDoseMg: 'number',
  nextDoseMg: 'number',
  dose: 'text',
  isDoseUsual: 'boolean',
  unusualDose: 'text',
  product: 'text',
  isProductKnown: 'boolean',
  hasSeveralProducts: 'boolean',
  route: 'text',
  isRouteContrary: 'boolean',
  plannedOn: 'text',
  plannedShown: 'text',
  daysAhead: 'number',
  isDateStated: 'boolean',
  sharesDay: 'boolean',
  sharedDayMg: 'number',
  sharedDayShown: 'text',
  isForSeveralDays: 'boolean',
  gapDays: 'number',
  nextPlannedOn: 'text',
  nextPlannedShown: 'text',
  isRepeated: 'boolean',
  everyDays: 'number',
  every: 'text',
  isDurationStated: 'boolean',
  durationHours: 'number',
  isRateStated: 'boolean',
  mlPerHour: 'number',
  lackingDays: 'text',
  name: 'text',
  shown: 'text',
} as const;

export interface OrderContext extends OrderSearch {
  /** Why a search cannot be trusted to have found every order, if it cannot. */
  readonly gap: (query: string) => FetchFailure | undefined;
  /** What a search is called: "medication orders". */
  readonly recordsOf: (query: string) => string;
}

/**
 * Orders that meet a definition. "Not known" counts as none (a missing premedication must not stay
 * hidden), unless the definition names the search that must have run, or takes an unread drug for its own.
 */
export function orderFact(definition: OrderDefinition, context: OrderContext): OrderFact {
  const found = ordersThatMeet(definition, context);
  return found.length === 0 ? noOrder(definition, context) : new PlannedOrders(definition, found, context);
}
