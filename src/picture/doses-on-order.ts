import type { OrderDefinition } from '../facts/order-definition.js';
import { refersTo } from '../fhir/references.js';
import type { Resource } from '../fhir/resource.js';
import type { Drug } from './drug-match.js';
import { orderDays } from './order-days.js';
import type { OrderEntry } from './order-entry.js';
import { type OrderSearch, ordersThatMeet } from './order-search.js';
import { orderedProduct } from './ordered-product.js';
import { type DoseToCome, plannedDoses } from './planned-doses.js';

/** A dose on order, with the type of its order: that of the drug and that of the service of giving it are one. */
export interface OrderedDose extends DoseToCome {
  readonly orderType: string;
}

/** The doses in hand, and those signed for a coming day, but for what the orders in hand replace. */
export interface DosesOnOrder {
  readonly inHand: readonly OrderedDose[];
  readonly signed: readonly OrderedDose[];
}

/** The other product has a card of its own: signed orders that are known to be for it are left out. */
export function dosesOnOrder(
  definitions: { readonly inHand: OrderDefinition; readonly signed: OrderDefinition },
  drug: Drug,
  search: OrderSearch,
): DosesOnOrder {
  const inHand = ordersThatMeet(definitions.inHand, search);
  if (inHand.length === 0) return { inHand: [], signed: [] };
  const ordered = inHand.map((entry) => orderedProduct(drug, entry, search));
  const days = new Set(plannedDoses(inHand, ordered, search.calendar).doses.map(({ on }) => on));
  const products = new Set(ordered.flatMap(({ isKnown, product }) => (isKnown ? [product?.product] : [])));
  const isOther = (entry: OrderEntry): boolean => {
    const { isKnown, product } = orderedProduct(drug, entry, search);
    return isKnown && products.size > 0 && !products.has(product?.product);
  };
  const signed = ordersThatMeet(definitions.signed, search)
    .filter((entry) => !inHand.some((one) => replaces(one.coded.resource, entry.coded.resource)))
    .filter((entry) => !isOther(entry));
  const dosesOf = (entry: OrderEntry): readonly OrderedDose[] =>
    plannedDoses([entry], [orderedProduct(drug, entry, search)], search.calendar).doses.map((dose) => ({
      ...dose,
      orderType: entry.coded.resource.resourceType,
    }));
  const isStated = (entry: OrderEntry, { on }: DoseToCome): boolean =>
    orderDays(entry.coded.resource, search.calendar).stated.includes(on);
  return {
    inHand: inHand.flatMap((entry) => dosesOf(entry).filter(({ on }) => days.has(on))),
    signed: signed.flatMap((entry) => dosesOf(entry).filter((dose) => isStated(entry, dose))),
  };
}

/** Elements by which one order names another that it takes the place of. */
const REPLACING = ['priorPrescription', 'priorRequest', 'replaces'] as const;
function isReplacing(url: unknown): boolean {
  return typeof url === 'string' && url.endsWith('/request-replaces');
}

function replaces(order: Resource, earlier: Resource): boolean {
  const elements = order as unknown as Readonly<Record<string, unknown>> & {
    readonly extension?: readonly { readonly url?: string; readonly valueReference?: unknown }[];
  };
  const extensions = Array.isArray(elements.extension) ? elements.extension : [];
  const named = [
    ...REPLACING.flatMap((name) => elements[name] ?? []),
    ...extensions.flatMap((e) => (isReplacing(e?.url) ? [e.valueReference] : [])),
  ] as readonly ({ readonly reference?: unknown } | null | undefined)[];
  return named.some((reference) => refersTo(reference?.reference, earlier));
}
