import { daysBetween, showDay } from './clinical-date.js';
import { FoundOrders } from './found-orders.js';
import type { OrderFact } from './order-fact.js';
import { type OrderPace, orderPace } from './order-pace.js';
import { lackingDays } from './order-search.js';
import { type PlannedDoses, plannedDoses } from './planned-doses.js';

/** The fact of orders that were found: what was ordered, with the days and the pace at which it is to be given. */
export class PlannedOrders extends FoundOrders implements OrderFact {
  #lackingDays: readonly string[] | undefined;
  #planned: PlannedDoses | undefined;
  #paces: readonly OrderPace[] | undefined;

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

  private get planned(): PlannedDoses {
    this.#planned ??= plannedDoses(this.found, this.ordered, this.search.calendar);
    return this.#planned;
  }

  private get paces(): readonly OrderPace[] {
    this.#paces ??= this.found.map(({ coded }) => orderPace(coded));
    return this.#paces;
  }
}
