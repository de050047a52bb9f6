import type { OrderDefinition } from '../facts/order-definition.js';
import { type Drug, shortName } from './drug-match.js';
import { distinctNames, listed } from './listed-names.js';
import type { OrderEntry } from './order-entry.js';
import type { OrderFact } from './order-fact.js';
import type { OrderSearch } from './order-search.js';
import { type OrderedProduct, orderedProduct, unusualDoses } from './ordered-product.js';
import { sourceOf } from './source.js';
import { writtenDoses, writtenOrder } from './written-order.js';

/**
 * What was ordered. Whether there is any such order is what most cards ask; doses, products and routes are read
 * when a card asks for those.
 */
export abstract class FoundOrders implements OrderFact {
  readonly state = 'usable';
  readonly isPresent = true;
  readonly isForAnother = false;
  readonly #drug: Drug | undefined;
  #shown: string | undefined;
  #ordered: readonly OrderedProduct[] | undefined;
  #doses: readonly number[] | undefined;

  constructor(
    protected readonly definition: OrderDefinition,
    protected readonly found: readonly OrderEntry[],
    protected readonly search: OrderSearch,
  ) {
    this.#drug = definition.drug === undefined ? undefined : search.drugs.get(definition.drug);
  }

  get name(): string {
    return this.definition.name;
  }

  get count(): number {
    return this.found.length;
  }

  get names(): string {
    const { name } = this.definition;
    return listed(distinctNames(this.found.map(({ coded }) => shortName(this.#drug, coded) ?? name)));
  }

  get shown(): string {
    this.#shown ??= [...new Set(this.found.map((entry, index) => this.#written(entry, index)))].join('; ');
    return this.#shown;
  }

  get source(): string | undefined {
    return this.sources[0];
  }

  get sources(): readonly string[] {
    return this.found.map(({ coded }) => sourceOf(coded.resource));
  }

  // doses

  get isDoseKnown(): boolean {
    return this.doses.length > 0;
  }

  /** Only of a drug a dose is expected. */
  get lacks(): string | undefined {
    return this.#drug && !this.isDoseKnown ? 'dose' : undefined;
  }

  get reason(): string | undefined {
    return this.lacks === undefined ? undefined : 'no dose can be read from it';
  }

  get largestDoseMg(): number | undefined {
    return this.isDoseKnown ? Math.max(...this.doses) : undefined;
  }

  get smallestDoseMg(): number | undefined {
    return this.isDoseKnown ? Math.min(...this.doses) : undefined;
  }

  get dose(): string | undefined {
    return this.isDoseKnown ? writtenDoses(this.doses) : undefined;
  }

  get isDoseUsual(): boolean | undefined {
    return this.isDoseKnown ? this.unusualDose === undefined : undefined;
  }

  get unusualDose(): string | undefined {
    return (this.isDoseKnown && unusualDoses(this.ordered, this.search)) || undefined;
  }

  // product and route

  get product(): string | undefined {
    return this.ordered[0]?.product?.product;
  }

  get isProductKnown(): boolean {
    return this.ordered[0]?.isKnown ?? false;
  }

  get hasSeveralProducts(): boolean {
    const known = this.ordered.filter(({ isKnown }) => isKnown).map(({ product }) => product?.product);
    return new Set(known).size > 1;
  }

  get route(): string {
    const contrary = this.ordered.find(({ isRouteContrary }) => isRouteContrary);
    return (contrary ?? this.ordered[0])?.route ?? 'unstated';
  }

  get isRouteContrary(): boolean {
    return this.ordered.some(({ isRouteContrary }) => isRouteContrary);
  }

  protected get ordered(): readonly OrderedProduct[] {
    this.#ordered ??= this.found.map((entry) => orderedProduct(this.#drug, entry, this.search));
    return this.#ordered;
  }

  private get doses(): readonly number[] {
    this.#doses ??= this.ordered.flatMap(({ mg }) => mg);
    return this.#doses;
  }

  #written(entry: OrderEntry, index: number): string {
    return writtenOrder(entry, this.ordered[index]?.mg ?? [], this.definition.name);
  }
}
