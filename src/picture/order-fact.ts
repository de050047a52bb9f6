import type { OrderDefinition } from '../deck/fact-definitions.js';
import { FAILURE_WORDS } from '../gather/failure-words.js';
import { type FetchFailure, REFERRED_MEDICATIONS } from '../gather/prefetch-outcome.js';
import { type ClinicalDate, daysBetween, showDay } from './clinical-date.js';
import { dosesMg } from './dosage.js';
import type { DoseToCome } from './dose-schedule.js';
import { shortName } from './drug-match.js';
import type { Fact } from './fact.js';
import { listed } from './group-fact.js';
import { orderDays } from './order-days.js';
import type { OrderEntry } from './order-entry.js';
import { orderPace } from './order-pace.js';
import { hasUnreadDrug, type OrderSearch, ordersThatMeet } from './order-search.js';
import { type OrderedProduct, orderedProduct, unusualDoses } from './ordered-product.js';
import { sourceOf } from './source.js';

/** What cards may ask of an order; several that meet its definition are judged together. */
export interface OrderFact extends Fact {
  readonly isPresent?: boolean;
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
  /** Two of the orders are for one day. */
  readonly sharesDay?: boolean;
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

  readonly sources: readonly string[];
  /** Each planned dose by itself, the earliest first. */
  readonly plannedDoses?: readonly DoseToCome[];
  /** The dose of the first planned day, and of the next. */
  readonly firstDoseMg?: number;
  readonly nextDoseMg?: number;
}

export const ORDER_MEMBERS = {
  isPresent: 'boolean',
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
  const [first] = found;
  if (!first) return noOrder(definition, context);
  const drug = definition.drug === undefined ? undefined : context.drugs.get(definition.drug);
  const ordered = found.map((entry) => orderedProduct(drug, entry, context));
  return {
    name: definition.name,
    state: 'usable',
    isPresent: true,
    count: found.length,
    names: listed([...new Set(found.map(({ coded }) => shortName(drug, coded) ?? definition.name))]),
    ...doseMembers(ordered, drug !== undefined, context),
    ...productMembers(ordered),
    ...dayMembers(found, ordered, context),
    ...paceMembers(found),
    shown: [...new Set(found.map((entry, index) => shownOrder(definition, entry, ordered[index])))].join(
      '; ',
    ),
    source: sourceOf(first.coded.resource),
    sources: found.map(({ coded }) => sourceOf(coded.resource)),
  };
}

function noOrder(definition: OrderDefinition, context: OrderContext): OrderFact {
  const { name, query, orUnread } = definition;
  const failure = query === undefined ? undefined : context.gap(query);
  if (query !== undefined && failure) {
    const [reason, records] = [FAILURE_WORDS[failure], context.recordsOf(query)];
    return { name, state: 'unavailable', reason, records, isDoseKnown: false, sources: [] };
  }
  if (orUnread && hasUnreadDrug(definition, context)) {
    const gap = context.gap(REFERRED_MEDICATIONS);
    return {
      name,
      state: 'unavailable',
      reason: gap === undefined ? 'the EHR names no drug' : FAILURE_WORDS[gap],
      records: 'the drug of an order',
      isDoseKnown: false,
      sources: [],
    };
  }
  return {
    name,
    state: 'absent',
    isPresent: false,
    count: 0,
    isDoseKnown: false,
    hasSeveralProducts: false,
    isRouteContrary: false,
    sharesDay: false,
    isForSeveralDays: false,
    isRepeated: false,
    isDurationStated: false,
    isRateStated: false,
    sources: [],
  };
}

/** Only of a drug a dose is expected. */
function doseMembers(
  ordered: readonly OrderedProduct[],
  isDrug: boolean,
  context: OrderContext,
): Partial<OrderFact> & { isDoseKnown: boolean } {
  const doses = ordered.flatMap(({ mg }) => mg);
  if (doses.length === 0)
    return { isDoseKnown: false, ...(isDrug && { lacks: 'dose', reason: 'no dose can be read from it' }) };
  const unusualDose = unusualDoses(ordered, context);
  return {
    isDoseKnown: true,
    largestDoseMg: Math.max(...doses),
    smallestDoseMg: Math.min(...doses),
    dose: inMg(doses),
    isDoseUsual: unusualDose === '',
    ...(unusualDose !== '' && { unusualDose }),
  };
}

function productMembers(ordered: readonly OrderedProduct[]): Partial<OrderFact> {
  const [first] = ordered;
  const known = ordered.filter(({ isKnown }) => isKnown).map(({ product }) => product?.product);
  return {
    ...(first?.product && { product: first.product.product }),
    isProductKnown: first?.isKnown ?? false,
    hasSeveralProducts: new Set(known).size > 1,
    route: (ordered.find(({ isRouteContrary }) => isRouteContrary) ?? first)?.route ?? 'unstated',
    isRouteContrary: ordered.some(({ isRouteContrary }) => isRouteContrary),
  };
}

function dayMembers(
  found: readonly OrderEntry[],
  ordered: readonly OrderedProduct[],
  { calendar }: OrderContext,
): Partial<OrderFact> {
  const read = found.map(({ coded, planned }, index) => ({
    ...orderDays(coded.resource, calendar),
    planned: planned.on,
    type: coded.resource.resourceType,
    mg: ordered[index]?.mg ?? [],
  }));
  // The order of the service names no day where the order of the drug does: it is for the same dose.
  const isSaidBeside = (type: string): boolean =>
    read.some((other) => other.type !== type && other.stated.length > 0);
  const each = read.map((order) => {
    const toCome = order.stated.filter((day) => day >= order.planned);
    const isElsewhere = order.stated.length === 0 && isSaidBeside(order.type);
    return { ...order, all: toCome.length > 0 ? toCome : isElsewhere ? [] : [order.planned] };
  });
  const doses = dosesByDay(each);
  const [first, next] = doses;
  const rhythm = each.find(({ every }) => every !== undefined);
  return {
    ...(first && {
      plannedOn: first.on,
      plannedShown: showDay(first.on),
      daysAhead: daysBetween(calendar.today, first.on),
    }),
    isDateStated: each.every(({ all, stated }) => stated.length > 0 || all.length === 0),
    sharesDay: sharesDay(each),
    isForSeveralDays: next !== undefined,
    plannedDoses: doses,
    ...(first?.mg !== undefined && { firstDoseMg: first.mg }),
    ...(next?.mg !== undefined && { nextDoseMg: next.mg }),
    ...(first &&
      next && {
        gapDays: daysBetween(first.on, next.on),
        nextPlannedOn: next.on,
        nextPlannedShown: showDay(next.on),
      }),
    isRepeated: rhythm !== undefined,
    ...(rhythm?.every !== undefined && { every: rhythm.every }),
    ...(rhythm?.everyDays !== undefined && { everyDays: rhythm.everyDays }),
  };
}

interface DaysOfOrder {
  readonly all: readonly ClinicalDate[];
  readonly mg: readonly number[];
  readonly type: string;
}

/** One instruction per day, or one dose for all days; where neither fits, the largest is taken for each day. */
function dosesByDay(orders: readonly DaysOfOrder[]): readonly DoseToCome[] {
  const byDay = new Map<ClinicalDate, number | undefined>();
  for (const { all, mg } of orders) {
    for (const [index, day] of all.entries()) {
      const dose = mg.length === all.length ? mg[index] : mg.length > 0 ? Math.max(...mg) : undefined;
      byDay.set(day, dose ?? byDay.get(day));
    }
  }
  return [...byDay]
    .map(([on, mg]) => ({ on, ...(mg !== undefined && { mg }) }))
    .sort((a, b) => (a.on < b.on ? -1 : 1));
}

/** Two orders for one day. The order of a drug and that of the service of giving it are one. */
function sharesDay(orders: readonly DaysOfOrder[]): boolean {
  const taken = orders.flatMap(({ all, type }) => all.map((day) => `${type} ${day}`));
  return new Set(taken).size < taken.length;
}

function paceMembers(found: readonly OrderEntry[]): Partial<OrderFact> {
  const paces = found.map(({ coded }) => orderPace(coded));
  const hours = paces.flatMap((pace) => pace.hours ?? []);
  const rates = paces.flatMap((pace) => pace.mlPerHour ?? []);
  return {
    isDurationStated: hours.length > 0,
    isRateStated: rates.length > 0,
    ...(hours.length > 0 && { durationHours: Math.min(...hours) }),
    ...(rates.length > 0 && { mlPerHour: Math.max(...rates) }),
  };
}

function shownOrder(
  { name }: OrderDefinition,
  { coded, planned }: OrderEntry,
  ordered?: OrderedProduct,
): string {
  const mg = ordered?.mg ?? dosesMg(coded, undefined);
  const what = coded.name ?? name;
  const dose = mg.length > 0 && !saysDose(what, inMg(mg)) ? `, ${inMg(mg)}` : '';
  return `${what}${dose}${planned.isExplicit ? `, planned ${showDay(planned.on)}` : ''}`;
}

/** "Ocrelizumab 600 mg IV" says the dose; "300 mg/10 mL" only the strength of a vial. */
function saysDose(words: string, dose: string): boolean {
  const at = words.toLowerCase().indexOf(dose);
  return at >= 0 && !/^\s*\//.test(words.slice(at + dose.length)) && !/[\d.,]$/.test(words.slice(0, at));
}

function inMg(doses: readonly number[]): string {
  return `${[...new Set(doses)].map((mg) => Number(mg.toPrecision(6))).join(' and ')} mg`;
}
