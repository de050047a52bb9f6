import type { CodedResource } from './coded-resource.js';
import { dosesMg } from './dosage.js';
import { type Drug, type Product, productOf } from './drug-match.js';
import { listed } from './listed-names.js';
import type { OrderEntry } from './order-entry.js';
import { certainRoute, type Route, type RouteName, routeOf } from './order-route.js';
import type { Terminology } from './terminology.js';
import { roundSix } from './units.js';

/** Which product of a drug an order means, how sure that is, and what of it does not fit the product. */
export interface OrderedProduct {
  readonly product?: Product;
  /** Named, or told by route or dose; otherwise it is the product under the stricter rules. */
  readonly isKnown: boolean;
  readonly route: RouteName;
  /** Another route than its own is stated. */
  readonly isRouteContrary: boolean;
  readonly mg: readonly number[];
}

export interface ProductContext {
  readonly routes: readonly Route[];
  readonly terminology: Terminology;
  readonly limit: (name: string) => number;
}

/** By its code or name, else by the route, else by a dose that only one product has. */
export function orderedProduct(
  drug: Drug | undefined,
  { coded }: OrderEntry,
  { routes, terminology }: ProductContext,
): OrderedProduct {
  const route = routeOf(coded, routes, terminology);
  const products = drug?.products ?? [];
  const named = drug && productOf(drug, coded);
  const known = named ?? products.find(({ product }) => product === route) ?? (drug && ofDose(drug, coded));
  const product = known ?? products.find((p) => p.product === drug?.otherwise);
  const certain = products.length > 0 ? certainRoute(coded, routes, terminology) : undefined;
  return {
    product,
    isKnown: known !== undefined,
    route,
    // A product is called by its route: any other route that is stated is not its own.
    isRouteContrary: certain !== undefined && product?.product !== certain,
    mg: dosesMg(coded, drug, product),
  };
}

function ofDose(drug: Drug, coded: CodedResource): Product | undefined {
  const { products } = drug;
  if (!products.some(({ doseMg }) => doseMg !== undefined)) return undefined;
  const [dose] = dosesMg(coded, drug, undefined);
  return products.find(({ doseMg }) => doseMg !== undefined && doseMg === dose);
}

/** Doses that are none of their product's: "450 mg". */
export function unusualDoses(ordered: readonly OrderedProduct[], { limit }: ProductContext): string {
  const unusual = ordered.flatMap(({ product, mg }) => {
    const usual = new Set((product?.doses ?? []).map(limit));
    return usual.size === 0 ? [] : mg.filter((dose) => !usual.has(roundSix(dose)));
  });
  return listed([...new Set(unusual)].map((mg) => `${roundSix(mg)} mg`));
}
