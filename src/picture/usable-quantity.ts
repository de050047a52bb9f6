import type { QuantityLabDefinition } from '../facts/lab-definition.js';
import { type ClinicalDate, daysBetween, monthsBetween, showDate } from './clinical-date.js';
import { byDay, type DayReading, type QuantityReader } from './day-reading.js';
import { gapIn, type LabContext } from './lab-context.js';
import { judges, type LabFact, type OtherResult, type PreliminaryResult } from './lab-fact.js';
import type { DatedMeasurement } from './lab-result.js';
import { type Persistence, persistenceOf } from './persistence.js';
import { sourceOf } from './source.js';
import { writtenLimit, writtenTimes } from './written-limit.js';
import { writtenQuantity } from './written-quantity.js';

/** A number that counts, with all that is known of its test. */
export interface CountingQuantity {
  readonly lab: QuantityLabDefinition;
  readonly context: LabContext;
  readonly newest: DayReading & { readonly ok: true };
  /** All results, the newest first. */
  readonly results: readonly DatedMeasurement[];
  readonly reader: QuantityReader;
  readonly isOrdered: boolean;
  readonly preliminary: PreliminaryResult;
  readonly isAlarming: boolean;
}

/**
 * The fact of a number that counts. Most cards ask whether it is low or high; words, ages and the earlier results
 * are made when a card asks for those.
 */
export class UsableQuantity implements LabFact {
  readonly state = 'usable';
  readonly isPresent = true;
  readonly isMissing = false;
  readonly isStale = false;
  readonly isDue = false;
  readonly isUnusable = false;
  readonly name: string;
  readonly isOrdered: boolean;
  readonly isOrderable: boolean;
  readonly preliminary: PreliminaryResult;
  readonly value: number;
  readonly low: number | undefined;
  readonly high: number | undefined;
  readonly timesUpperLimit: number | undefined;
  readonly usesDefaultLimit: boolean;
  /** Only the side that is judged has an answer: a test without an upper limit is not "not high", it cannot tell. */
  readonly isLow: boolean | undefined;
  readonly isHigh: boolean | undefined;
  readonly on: ClinicalDate;
  readonly #its: CountingQuantity;

  constructor(its: CountingQuantity) {
    const { lab, newest, isAlarming } = its;
    const { value, low, high, timesUpperLimit, usesDefaultLimit } = newest.reading;
    this.name = lab.name;
    this.isOrdered = its.isOrdered;
    this.isOrderable = lab.orderedBy !== undefined;
    this.preliminary = its.preliminary;
    this.value = value;
    this.low = low;
    this.high = high;
    this.timesUpperLimit = timesUpperLimit;
    this.usesDefaultLimit = usesDefaultLimit;
    this.isLow = judges(lab, 'low') ? isAlarming : undefined;
    this.isHigh = judges(lab, 'high') ? isAlarming : undefined;
    this.on = newest.on;
    this.#its = its;
  }

  get asReported(): string {
    return writtenQuantity(this.#its.newest.measurement);
  }

  get shown(): string {
    return `${this.name} ${this.asReported} (${this.onDay})`;
  }

  get onDay(): string {
    return showDate(this.on, this.#its.newest.until);
  }

  get ageDays(): number {
    return daysBetween(this.on, this.#its.context.calendar.today);
  }

  get ageMonths(): number {
    return monthsBetween(this.on, this.#its.context.calendar.today);
  }

  get unit(): string | undefined {
    const { lab, context } = this.#its;
    return context.units[lab.units]?.canonical;
  }

  get source(): string {
    return sourceOf(this.#its.newest.measurement.observation);
  }

  get timesShown(): string | undefined {
    return this.timesUpperLimit === undefined ? undefined : writtenTimes(this.timesUpperLimit);
  }

  /** The limit in the unit of the report: "565 mg/dL". */
  get limitShown(): string | undefined {
    const { lab, newest } = this.#its;
    const limit = lab.alarm === 'low' ? this.low : this.high;
    return limit === undefined ? undefined : writtenLimit(newest.reading, limit);
  }

  get isPersistent(): boolean | undefined {
    return this.#persistence.isPersistent;
  }

  get persistentSince(): string | undefined {
    return this.#persistence.persistentSince;
  }

  get #persistence(): Persistence {
    const { lab, context, results, reader } = this.#its;
    return persistenceOf(
      lab,
      byDay(results),
      reader,
      context,
      gapIn(context.record, lab.query) === undefined,
    );
  }

  /** The newest earlier day with a readable value. */
  get previous(): OtherResult | undefined {
    const { results, reader } = this.#its;
    for (const earlier of byDay(results).slice(1)) {
      const day = reader.readDay(earlier);
      if (!day?.ok) continue;
      const { value, timesUpperLimit } = day.reading;
      const shown = `${writtenQuantity(day.measurement)} (${showDate(day.on, day.until)})`;
      return { shown, on: day.on, value, timesUpperLimit };
    }
    return undefined;
  }
}
