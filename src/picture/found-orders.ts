import type { OrderDefinition } from '../deck/fact-definitions.js';
import { daysBetween, showDay } from './clinical-date.js';
import { dosesMg } from './dosage.js';
import { type Drug, distinctNames, shortName } from './drug-match.js';
import { listed } from './group-fact.js';
import type { OrderEntry } from './order-entry.js';
import type { OrderFact } from './order-fact.js';
import { type OrderPace, orderPace } from './order-pace.js';
import { lackingDays, type OrderSearch } from './order-search.js';
import { type OrderedProduct, orderedProduct, unusualDoses } from './ordered-product.js';
import { type PlannedDoses, plannedDoses } from './planned-doses.js';
import { sourceOf } from './source.js';

/**
 * The fact of orders that were found. Whether there are any is what most cards ask; doses, products, days and
 * pace are read from them when a card asks for those.
 */
export class FoundOrders implements OrderFact {
  readonly state = 'usable';
  readonly isPresent = true;
  readonly isForAnother = false;
  readonly #drug: Drug | undefined;
  #shown: string | undefined;
  #lackingDays: readonly string[] | undefined;
  #ordered: readonly OrderedProduct[] | undefined;
  #doses: readonly number[] | undefined;
  #planned: PlannedDoses | undefined;
  #paces: readonly OrderPace[] | undefined;

  constructor(
    private readonly definition: OrderDefinition,
    private readonly found: readonly OrderEntry[],
    private readonly search: OrderSearch,
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
    this.#shown ??= [...new Set(this.found.map((entry, index) => this.#shownOrder(entry, index)))].join('; ');
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
    return this.isDoseKnown ? inMg(this.doses) : undefined;
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

  // days

  get plannedDoses(): PlannedDoses['doses'] {
    return this.planned.doses;
  }

  get plannedOn(): string | undefined {
    return this.plannedDoses[0]?.on;
  }

  get plannedShown(): string | undefined {
    return this.plannedOn === undefined ? undefined : showDay(this.plannedOn);
  }

  get daysAhead(): number | undefined {
    return this.plannedOn === undefined ? undefined : daysBetween(this.search.calendar.today, this.plannedOn);
  }

  get firstDoseMg(): number | undefined {
    return this.plannedDoses[0]?.mg;
  }

  get nextDoseMg(): number | undefined {
    return this.plannedDoses[1]?.mg;
  }

  get isForSeveralDays(): boolean {
    return this.plannedDoses.length > 1;
  }

  get nextPlannedOn(): string | undefined {
    return this.plannedDoses[1]?.on;
  }

  get nextPlannedShown(): string | undefined {
    return this.nextPlannedOn === undefined ? undefined : showDay(this.nextPlannedOn);
  }

  get gapDays(): number | undefined {
    const [first, next] = this.plannedDoses;
    return first && next && daysBetween(first.on, next.on);
  }

  get isDateStated(): boolean {
    return this.planned.isDateStated;
  }

  get sharesDay(): boolean {
    return this.planned.sharedDay !== undefined;
  }

  get sharedDayMg(): number | undefined {
    return this.planned.sharedDay?.mg;
  }

  get sharedDayShown(): string | undefined {
    const { sharedDay } = this.planned;
    return sharedDay && showDay(sharedDay.on);
  }

  get isRepeated(): boolean {
    return this.planned.isRepeated;
  }

  get every(): string | undefined {
    return this.planned.every;
  }

  get everyDays(): number | undefined {
    return this.planned.everyDays;
  }

  // pace

  get durationHours(): number | undefined {
    const hours = this.paces.flatMap((pace) => pace.hours ?? []);
    return hours.length > 0 ? Math.min(...hours) : undefined;
  }

  get isDurationStated(): boolean {
    return this.durationHours !== undefined;
  }

  get mlPerHour(): number | undefined {
    const rates = this.paces.flatMap((pace) => pace.mlPerHour ?? []);
    return rates.length > 0 ? Math.max(...rates) : undefined;
  }

  get isRateStated(): boolean {
    return this.mlPerHour !== undefined;
  }

  /** Of what is due beside every dose. */
  get lackingDays(): readonly string[] | undefined {
    if (this.definition.near) this.#lackingDays ??= lackingDays(this.definition, this.search);
    return this.#lackingDays;
  }

  private get ordered(): readonly OrderedProduct[] {
    this.#ordered ??= this.found.map((entry) => orderedProduct(this.#drug, entry, this.search));
    return this.#ordered;
  }

  private get doses(): readonly number[] {
    this.#doses ??= this.ordered.flatMap(({ mg }) => mg);
    return this.#doses;
  }

  private get planned(): PlannedDoses {
    this.#planned ??= plannedDoses(this.found, this.ordered, this.search.calendar);
    return this.#planned;
  }

  private get paces(): readonly OrderPace[] {
    this.#paces ??= this.found.map(({ coded }) => orderPace(coded));
    return this.#paces;
  }

  #shownOrder({ coded, planned }: OrderEntry, index: number): string {
    const mg = this.ordered[index]?.mg ?? dosesMg(coded, undefined);
    const what = coded.name ?? this.definition.name;
    const doses = mg.length > 0 ? inMg(mg) : undefined;
    const dose = doses !== undefined && !saysDose(what, doses) ? `, ${doses}` : '';
    return `${what}${dose}${planned.isExplicit ? `, planned ${showDay(planned.on)}` : ''}`;
  }
}

/** "Ocrelizumab 600 mg IV" says the dose; "300 mg/10 mL" only the strength of a vial. */
function saysDose(words: string, dose: string): boolean {
  const at = words.toLowerCase().indexOf(dose);
  return at >= 0 && !/^\s*\//.test(words.slice(at + dose.length)) && !/[\d.,]$/.test(words.slice(0, at));
}

function inMg(doses: readonly number[]): string {
  return `${[...new Set(doses)].map((mg) => Number(mg.toPrecision(6))).join(' and ')} mg`;
}
