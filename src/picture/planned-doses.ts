import type { ClinicalDate } from './clinical-date.js';
import { orderDays, repeatedFrom } from './order-days.js';
import type { OrderEntry } from './order-entry.js';
import type { OrderedProduct } from './ordered-product.js';
import type { SiteCalendar } from './site-calendar.js';

/** A dose by its day and, where it is known, its amount. */
export interface DoseToCome {
  readonly on: ClinicalDate;
  readonly mg?: number;
}

/** When the doses of several orders for one drug are planned. */
export interface PlannedDoses {
  /** Each planned dose by itself, the earliest first. */
  readonly doses: readonly DoseToCome[];
  /** Every order names its day. */
  readonly isDateStated: boolean;
  /** The first day that two of the orders are for, and what they make together where each states one dose. */
  readonly sharedDay?: DoseToCome;
  readonly isRepeated: boolean;
  readonly every?: string;
  readonly everyDays?: number;
}

/** Puts the days of several orders together; `ordered` are their products, in the same order. */
export function plannedDoses(
  found: readonly OrderEntry[],
  ordered: readonly OrderedProduct[],
  calendar: SiteCalendar,
): PlannedDoses {
  const read = found.map(({ coded, planned }, index) => {
    const { stated, every, everyDays, times } = orderDays(coded.resource, calendar);
    const mg = ordered[index]?.mg ?? [];
    return { stated, every, everyDays, times, planned: planned.on, type: coded.resource.resourceType, mg };
  });
  // The order of the service names no day where the order of the drug does: it is for the same dose.
  const saying = new Set<string>(read.filter(({ stated }) => stated.length > 0).map(({ type }) => type));
  const isSaidBeside = (type: string): boolean => saying.size > (saying.has(type) ? 1 : 0);
  const each = read.map(({ type, mg, stated, planned, times, everyDays }): DaysOfOrder => {
    const toCome =
      stated.length > 0 ? stated.filter((day) => day >= planned) : repeatedFrom(planned, times, everyDays);
    const isElsewhere = stated.length === 0 && isSaidBeside(type);
    const all = isElsewhere ? [] : toCome.length > 0 ? toCome : [planned];
    return { type, mg, all, isStated: stated.length > 0 };
  });
  const rhythm = read.find(({ every }) => every !== undefined);
  return {
    doses: dosesByDay(each),
    isDateStated: each.every(({ all, isStated }) => isStated || all.length === 0),
    sharedDay: sharedDay(each),
    isRepeated: rhythm !== undefined,
    every: rhythm?.every,
    everyDays: rhythm?.everyDays,
  };
}

interface DaysOfOrder {
  readonly all: readonly ClinicalDate[];
  readonly mg: readonly number[];
  readonly type: string;
  readonly isStated: boolean;
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
  return [...byDay].map(([on, mg]) => ({ on, mg })).sort((a, b) => (a.on < b.on ? -1 : 1));
}

/** Two orders for one day. The order of a drug and that of the service of giving it are one. */
function sharedDay(orders: readonly DaysOfOrder[]): DoseToCome | undefined {
  const days = [...new Set(orders.flatMap(({ all }) => all))].sort();
  for (const on of days) {
    for (const type of new Set(orders.map((order) => order.type))) {
      const sharing = orders.filter((order) => order.type === type && order.all.includes(on));
      if (sharing.length < 2) continue;
      const isEachDosed = sharing.every(({ mg }) => mg.length === 1);
      return { on, mg: isEachDosed ? sharing.reduce((sum, { mg }) => sum + (mg[0] ?? 0), 0) : undefined };
    }
  }
  return undefined;
}
