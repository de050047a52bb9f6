import type { OrderDefinition } from '../deck/fact-definitions.js';
import { type ClinicalDate, daysBetween, plusDays, type SiteCalendar, showDay } from './clinical-date.js';
import { dosesMg } from './dosage.js';
import { type Drug, isDrug, type Product, productOf } from './drug-match.js';
import type { Fact } from './fact.js';
import type { OrderEntry } from './order-entry.js';
import { type Route, routeOf } from './order-route.js';
import { explicitDate } from './planned-date.js';
import { sourceOf } from './source.js';
import type { Terminology } from './terminology.js';

/** What cards may ask of an order. */
export interface OrderFact extends Fact {
  readonly isPresent: boolean;
  readonly count: number;
  readonly largestDoseMg?: number;
  readonly smallestDoseMg?: number;
  readonly isDoseKnown: boolean;
  readonly dose?: string;
  readonly product?: string;
  readonly route?: string;
  readonly plannedOn?: ClinicalDate;
  readonly plannedShown?: string;
  readonly daysAhead?: number;
  readonly sources: readonly string[];
}

export const ORDER_MEMBERS = {
  isPresent: 'boolean',
  count: 'number',
  largestDoseMg: 'number',
  smallestDoseMg: 'number',
  isDoseKnown: 'boolean',
  dose: 'text',
  product: 'text',
  route: 'text',
  plannedOn: 'text',
  plannedShown: 'text',
  daysAhead: 'number',
  name: 'text',
  shown: 'text',
} as const;

export interface OrderContext {
  readonly session: readonly OrderEntry[];
  readonly active: (resourceType: string) => readonly OrderEntry[];
  readonly drugs: ReadonlyMap<string, Drug>;
  readonly routes: readonly Route[];
  readonly terminology: Terminology;
  readonly calendar: SiteCalendar;
  readonly limit: (name: string) => number;
  /** Day of the infusion that others are ordered around, and the days its orders were written. */
  readonly infusion?: { readonly on: ClinicalDate; readonly writtenOn: readonly ClinicalDate[] };
}

/** Orders that meet a definition. "Not known" counts as none: a missing premedication must not stay hidden. */
export function orderFact(definition: OrderDefinition, context: OrderContext): OrderFact {
  const found = candidates(definition, context).filter((entry) => meets(definition, entry, context));
  const [first] = found;
  if (!first) {
    return {
      name: definition.name,
      state: 'absent',
      isPresent: false,
      count: 0,
      isDoseKnown: false,
      sources: [],
    };
  }
  const drug = definition.drug === undefined ? undefined : context.drugs.get(definition.drug);
  const product = drug && orderedProduct(drug, first, context);
  const doses = found.flatMap((entry) => dosesMg(entry.coded, product ?? undefined));
  const route = routeOf(first.coded, context.routes, context.terminology);
  const dose = doses.length > 0 ? `${[...new Set(doses)].map(trim).join(' and ')} mg` : undefined;
  const words = first.coded.words[0] ?? definition.name;
  return {
    name: definition.name,
    state: 'usable',
    isPresent: true,
    count: found.length,
    isDoseKnown: doses.length > 0,
    ...(doses.length === 0 && { reason: 'no dose can be read from it' }),
    ...(doses.length > 0 && { largestDoseMg: Math.max(...doses), smallestDoseMg: Math.min(...doses) }),
    ...(dose && { dose }),
    ...(product && { product: product.product }),
    route,
    plannedOn: first.planned.on,
    plannedShown: showDay(first.planned.on),
    daysAhead: daysBetween(context.calendar.today, first.planned.on),
    shown: `${words}${dose ? `, ${dose}` : ''}${first.planned.isExplicit ? `, planned ${showDay(first.planned.on)}` : ''}`,
    source: sourceOf(first.coded.resource),
    sources: found.map(({ coded }) => sourceOf(coded.resource)),
  };
}

/**
 * The product that is ordered: by its code or name, else by the route, else by a dose that only one
 * product has; else the one under the stricter rules.
 */
function orderedProduct(drug: Drug, entry: OrderEntry, context: OrderContext): Product | undefined {
  const byRoute = routeOf(entry.coded, context.routes, context.terminology);
  const dose = dosesMg(entry.coded, undefined)[0];
  return (
    productOf(drug, entry.coded) ??
    drug.products.find(({ product }) => product === byRoute) ??
    drug.products.find(({ doseMg }) => doseMg !== undefined && doseMg === dose) ??
    drug.products.find(({ product }) => product === drug.otherwise)
  );
}

function candidates(definition: OrderDefinition, context: OrderContext): readonly OrderEntry[] {
  const { among, resources } = definition;
  const session =
    among === 'active' ? [] : context.session.filter((e) => among !== 'selected' || e.isSelected);
  if (among === 'selected' || among === 'session') return session;
  const onScreen = new Set(context.session.map((e) => sourceOf(e.coded.resource)));
  const active = resources.flatMap((type) => context.active(type));
  return [...session, ...active.filter((e) => !onScreen.has(sourceOf(e.coded.resource)))];
}

function meets(definition: OrderDefinition, entry: OrderEntry, context: OrderContext): boolean {
  if (!definition.resources.includes(entry.coded.resource.resourceType)) return false;
  if (definition.codes !== undefined && !entry.coded.sets.has(definition.codes)) return false;
  if (definition.drug !== undefined && !meetsDrug(definition, entry, context)) return false;
  const route = definition.notRoutes && routeOf(entry.coded, context.routes, context.terminology);
  if (route !== undefined && definition.notRoutes?.includes(route)) return false;
  return definition.near === undefined || isNear(entry, definition.near, context);
}

function meetsDrug(definition: OrderDefinition, { coded }: OrderEntry, context: OrderContext): boolean {
  const drug = context.drugs.get(definition.drug ?? '');
  if (drug && isDrug(drug, coded)) return true;
  const also = definition.alsoDrug;
  const other = also && context.drugs.get(also.drug);
  if (!also || !other || !isDrug(other, coded)) return false;
  if (also.routes && !also.routes.includes(routeOf(coded, context.routes, context.terminology))) return false;
  if (also.doseFrom === undefined || also.doseTo === undefined) return true;
  const [dose] = dosesMg(coded, undefined);
  return dose !== undefined && dose >= context.limit(also.doseFrom) && dose <= context.limit(also.doseTo);
}

/**
 * Premedication belongs to one infusion. An unsigned order without a date is for the infusion on the
 * same screen; a signed one must be dated around it, or have been written with it.
 */
function isNear(
  entry: OrderEntry,
  span: NonNullable<OrderDefinition['near']>,
  context: OrderContext,
): boolean {
  const { infusion, calendar } = context;
  if (!infusion || !('days' in span)) return entry.isInSession;
  const days = context.limit(span.days);
  const explicit = explicitDate(entry.coded.resource, calendar);
  if (explicit) {
    const from = plusDays(explicit.on, -days);
    const to = plusDays(explicit.until ?? explicit.on, days);
    return infusion.on >= from && infusion.on <= to;
  }
  if (entry.isInSession) return true;
  const written = entry.writtenOn;
  if (written === undefined) return false;
  return [infusion.on, ...infusion.writtenOn].some((day) => Math.abs(daysBetween(written, day)) <= days);
}

function trim(mg: number): number {
  return Number(mg.toPrecision(6));
}
