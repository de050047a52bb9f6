import type { FullUrlOf } from '../fhir/full-urls.js';
import { typeAndId } from '../fhir/references.js';
import { isId } from '../fhir/repeats.js';
import type { Resource } from '../fhir/resource.js';

/** What the selections of order-select come to among the orders sent. */
export interface SelectedOrders {
  readonly isSelected: (order: Resource) => boolean;
  /** One of them names no order sent, and none without an id can be taken for it. */
  readonly lacksOne: boolean;
}

const ALL: SelectedOrders = { isSelected: () => true, lacksOne: false };

/**
 * Selections name orders by reference (CDS Hooks 2.0, order-select) or, from some EHRs, by id alone. One that
 * leads to no order sent may mean an order without an id: better judge that one than miss it.
 */
export function selectedOrders(
  selections: readonly string[] | undefined,
  orders: readonly Resource[],
  fullUrlOf: FullUrlOf,
): SelectedOrders {
  if (selections === undefined) return ALL;
  const names = new Set(selections.map(nameOf));
  const found = new Set<string>();
  const named = new Set<Resource>();
  for (const order of orders) {
    for (const name of namesOf(order, fullUrlOf)) {
      if (!names.has(name)) continue;
      found.add(name);
      named.add(order);
    }
  }
  const leadsNowhere = found.size < names.size;
  return {
    isSelected: (order) => named.has(order) || (leadsNowhere && !isId(order.id)),
    lacksOne: leadsNowhere && orders.every(({ id }) => isId(id)),
  };
}

/** White space and the letters of a type tell no two orders apart; those of an id do. */
function nameOf(selection: string): string {
  const text = selection.trim();
  const [type, id] = typeAndId(text)?.split('/') ?? [];
  return type === undefined || id === undefined ? text : nameById(type, id);
}

function namesOf(order: Resource, fullUrlOf: FullUrlOf): readonly string[] {
  const { resourceType, id } = order;
  const fullUrl = fullUrlOf(order);
  return [...(isId(id) ? [nameById(resourceType, id), id] : []), ...(fullUrl === undefined ? [] : [fullUrl])];
}

function nameById(type: string, id: string): string {
  return `${type.toLowerCase()}/${id}`;
}
