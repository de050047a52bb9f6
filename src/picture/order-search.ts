import type { OrderDefinition } from '../facts/order-definition.js';
import { type ClinicalDate, plusDays } from './clinical-date.js';
import type { CodedResource } from './coded-resource.js';
import { type Drug, isDrug } from './drug-match.js';
import { type Infusion, isNear } from './infusion.js';
import { isWrittenFor } from './order-age.js';
import { orderDays } from './order-days.js';
import type { OrderEntry } from './order-entry.js';
import { type Route, routeOf } from './order-route.js';
import { orderedProduct } from './ordered-product.js';
import type { SiteCalendar } from './site-calendar.js';
import { sourceOf } from './source.js';
import type { Terminology } from './terminology.js';
import { isDrugUnread } from './unread-drug.js';

/** What the search for orders needs to know of the session and the patient. */
export interface OrderSearch {
  readonly session: readonly OrderEntry[];
  /** Orders on the screen that name another patient. */
  readonly foreign: readonly OrderEntry[];
  /** Open orders of the record that are not on the screen as well. */
  readonly active: (resourceType: string) => readonly OrderEntry[];
  readonly drugs: ReadonlyMap<string, Drug>;
  readonly routes: readonly Route[];
  readonly terminology: Terminology;
  readonly calendar: SiteCalendar;
  readonly limit: (name: string) => number;
  /** Day of the infusion that others are ordered around, and the days its orders were written. */
  readonly infusion?: Infusion;
  readonly lastDoseOn?: ClinicalDate;
  /** The product that an order fact is, where it is known. */
  readonly productOf?: (orderFact: string) => string | undefined;
  /** Day of what was found, by the path of its fact. */
  readonly foundOn?: (path: string) => ClinicalDate | undefined;
  /** Days of planned doses that lack what another order fact is. */
  readonly lackingDaysOf?: (orderFact: string) => readonly ClinicalDate[] | undefined;
}

/** Days of doses beside which there is no order that meets a definition, where it is due beside every one. */
export function lackingDays(definition: OrderDefinition, search: OrderSearch): readonly ClinicalDate[] {
  const { infusion } = search;
  const within = definition.near?.alsoDosesWithin;
  if (!infusion || !within) return NONE;
  const last = plusDays(infusion.on, search.limit(within.days));
  const days = new Set([infusion.on, ...infusion.days.filter((day) => day > infusion.on && day <= last)]);
  const { alternative } = definition.near ?? {};
  const withoutOther = alternative === undefined ? undefined : search.lackingDaysOf?.(alternative);
  return [...days].filter(
    (on) =>
      (withoutOther?.includes(on) ?? true) &&
      ordersThatMeet(definition, { ...search, infusion: { ...infusion, on } }).length === 0,
  );
}

/** Orders that meet a definition, the earliest planned first. */
export function ordersThatMeet(definition: OrderDefinition, search: OrderSearch): readonly OrderEntry[] {
  const found: OrderEntry[] = [];
  for (const entry of sessionAmong(definition, search))
    if (meets(definition, entry, search)) found.push(entry);
  for (const type of recordTypes(definition)) {
    for (const entry of search.active(type)) if (meets(definition, entry, search)) found.push(entry);
  }
  if (found.length < 2) return found;
  return found.sort((a, b) => compare(a.planned.on, b.planned.on) || compare(idOf(a), idOf(b)));
}

/** Whether an order on the screen would meet a definition if it did not name another patient. */
export function isForAnother(definition: OrderDefinition, search: OrderSearch): boolean {
  return search.foreign.some((entry) => meets(definition, entry, search));
}

/** Of the orders that may meet a definition one of a drug that nobody can read. */
export function orderOfUnread(definition: OrderDefinition, search: OrderSearch): CodedResource | undefined {
  const candidates = [...sessionAmong(definition, search), ...recordTypes(definition).flatMap(search.active)];
  return candidates.find(({ coded }) => isDrugUnread(coded))?.coded;
}

function sessionAmong({ among }: OrderDefinition, { session }: OrderSearch): readonly OrderEntry[] {
  if (among === 'active') return NONE;
  return among === 'selected' ? session.filter(({ isSelected }) => isSelected) : session;
}

/** Types of the open orders of the record that may meet a definition. */
function recordTypes({ among, resources }: OrderDefinition): readonly string[] {
  return among === 'selected' || among === 'session' ? NONE : resources;
}

const NONE: readonly never[] = [];

function meets(definition: OrderDefinition, entry: OrderEntry, search: OrderSearch): boolean {
  if (!definition.resources.includes(entry.coded.resource.resourceType)) return false;
  if (definition.codes !== undefined && !entry.coded.sets.includes(definition.codes)) return false;
  if (definition.text !== undefined && !speaksOf(entry, definition.text)) return false;
  if (definition.drug !== undefined && !meetsDrug(definition, entry, search)) return false;
  const route = definition.notRoutes && routeOf(entry.coded, search.routes, search.terminology);
  if (route !== undefined && definition.notRoutes?.includes(route)) return false;
  if (definition.ahead && !isAhead(entry, search)) return false;
  if (definition.notProductOf !== undefined && !isOtherProduct(definition, entry, search)) return false;
  if (!isWrittenFor(entry, definition, search)) return false;
  return definition.near === undefined || isNear(entry, definition.near, search);
}

function speaksOf({ coded }: OrderEntry, pattern: string): boolean {
  const text = new RegExp(pattern, 'i');
  return coded.words.some((word) => text.test(word));
}

function meetsDrug(definition: OrderDefinition, { coded }: OrderEntry, search: OrderSearch): boolean {
  const drug = search.drugs.get(definition.drug ?? '');
  if (drug && isDrug(drug, coded)) return true;
  const also = definition.alsoDrug;
  const other = also && search.drugs.get(also.drug);
  if (!also || !other || !isDrug(other, coded)) return false;
  return !also.routes || also.routes.includes(routeOf(coded, search.routes, search.terminology));
}

function isAhead({ coded, writtenOn }: OrderEntry, { calendar, lastDoseOn }: OrderSearch): boolean {
  const { stated, isGoingOn } = orderDays(coded.resource, calendar);
  if (isGoingOn) return true;
  const last = stated.at(-1);
  if (last !== undefined) return last >= calendar.today && (lastDoseOn === undefined || last > lastDoseOn);
  return lastDoseOn === undefined || (writtenOn !== undefined && writtenOn > lastDoseOn);
}

function isOtherProduct(definition: OrderDefinition, entry: OrderEntry, search: OrderSearch): boolean {
  const subject = search.productOf?.(definition.notProductOf ?? '');
  const { product, isKnown } = orderedProduct(search.drugs.get(definition.drug ?? ''), entry, search);
  return subject !== undefined && isKnown && product?.product !== subject;
}

export function idOf({ coded }: OrderEntry): string {
  return sourceOf(coded.resource);
}

function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
