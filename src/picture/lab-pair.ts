import type { QuantityLabDefinition } from '../facts/lab-definition.js';
import { type ClinicalDate, daysBetween, showDate } from './clinical-date.js';
import { byDay, type DayReading } from './day-reading.js';
import { type LabContext, validSince } from './lab-context.js';
import type { LabFact } from './lab-fact.js';
import { listed } from './listed-names.js';
import { quantityResults } from './quantity-results.js';
import { writtenTimes } from './written-limit.js';
import { writtenQuantity } from './written-quantity.js';

export const PAIR_MEMBERS = {
  isPresent: 'boolean',
  isNewest: 'boolean',
  isTested: 'boolean',
  isBesideNormal: 'boolean',
  otherTimes: 'number',
  otherTimesShown: 'text',
  times: 'text',
  onDay: 'text',
  shown: 'text',
} as const;

/** A test of a pair: its definition, and the fact that its newest result makes. */
export interface PairedLab {
  readonly definition: QuantityLabDefinition;
  readonly fact: LabFact;
}

/** What is paired. */
export interface Pairing {
  readonly labs: readonly PairedLab[];
  readonly other: PairedLab;
  readonly beside: PairedLab;
  /** Only results of `labs` above so many times their limit make a pair. */
  readonly above: number;
  /** At most so many days apart, results speak of one illness. */
  readonly days: number;
}

/** A day of a test, as it was judged. */
interface Judged {
  readonly of: PairedLab;
  readonly day: DayReading;
  readonly times: number;
}

interface Pair {
  /** The highest of each test. */
  readonly ones: readonly Judged[];
  readonly other: Judged;
}

/**
 * Results that are judged together, of the tests of a group and of another. The newest of each are not enough:
 * one of them repeated alone would take back what both have shown. The pair with the highest value of the other
 * test counts, while the newest result of neither is normal again.
 */
export class LabPair {
  readonly #its: Pairing;
  readonly #context: LabContext;
  #found: { readonly pair: Pair | undefined } | undefined;

  constructor(its: Pairing, context: LabContext) {
    this.#its = its;
    this.#context = context;
  }

  get isPresent(): boolean | undefined {
    const { labs, other } = this.#its;
    if (other.fact.isHigh === false) return false;
    if (this.#pair) return true;
    const isOpen = other.fact.isHigh === undefined && labs.some((lab) => this.#alarming(lab).length > 0);
    return isOpen || labs.some(({ fact }) => fact.isHigh === undefined) ? undefined : false;
  }

  /** Whether a newest result that is so high has one of the other test beside it, whatever that shows. */
  get isTested(): boolean | undefined {
    const { labs, other, above } = this.#its;
    const high = labs.filter(({ fact }) => fact.isHigh && (fact.timesUpperLimit ?? 0) >= above);
    if (high.some(({ fact }) => this.#judged(other).some(({ day }) => this.#isNear(day.on, fact.on))))
      return true;
    const isOpen = other.fact.isHigh === undefined && high.length > 0;
    return isOpen || labs.some(({ fact }) => fact.isHigh === undefined) ? undefined : false;
  }

  get isNewest(): boolean | undefined {
    return this.#all?.every(({ of, day }) => day.on === of.fact.on);
  }

  /** Whether the test beside the pair, of the days of the other test, was done and was not raised. */
  get isBesideNormal(): boolean | undefined {
    const { beside } = this.#its;
    const on = this.#pair?.other.day.on;
    if (on === undefined) return undefined;
    const near = this.#judged(beside).filter(({ day }) => this.#isNear(day.on, on));
    return near.length > 0 && near.every(({ times }) => times <= 1);
  }

  get otherTimes(): number | undefined {
    return this.#pair?.other.times;
  }

  get otherTimesShown(): string | undefined {
    return this.#pair && writtenTimes(this.#pair.other.times);
  }

  /** "ALT 4.2x and AST 3.1x" */
  get times(): string | undefined {
    return (
      this.#pair && listed(this.#pair.ones.map(({ of, times }) => `${of.fact.name} ${writtenTimes(times)}`))
    );
  }

  /** The day of the other test. */
  get onDay(): string | undefined {
    return this.#pair && showDate(this.#pair.other.day.on, this.#pair.other.day.until);
  }

  get shown(): string | undefined {
    const all = this.#all?.map(
      ({ of, day }) => `${of.fact.name} ${writtenQuantity(day.measurement)} (${showDate(day.on, day.until)})`,
    );
    return all && listed(all);
  }

  get #all(): readonly Judged[] | undefined {
    return this.#pair && [...this.#pair.ones, this.#pair.other];
  }

  get #pair(): Pair | undefined {
    this.#found ??= { pair: this.#highest() };
    return this.#found.pair;
  }

  #highest(): Pair | undefined {
    const { labs, other } = this.#its;
    if (other.fact.isHigh !== true) return undefined;
    const alarming = labs.map((lab) => this.#alarming(lab));
    if (alarming.every((results) => results.length === 0)) return undefined;
    let highest: Pair | undefined;
    for (const one of this.#counting(other)) {
      if (one.times <= 1 || (highest && one.times <= highest.other.times)) continue;
      const ones = alarming.flatMap((results) =>
        highestOf(results.filter(({ day }) => this.#isNear(day.on, one.day.on))),
      );
      if (ones.length > 0) highest = { ones, other: one };
    }
    return highest;
  }

  /** High enough for a pair, of a test that is not normal again. */
  #alarming(lab: PairedLab): readonly Judged[] {
    if (lab.fact.isHigh !== true) return [];
    return this.#counting(lab).filter(({ times }) => times > this.#its.above);
  }

  #counting(lab: PairedLab): readonly Judged[] {
    const since = validSince(lab.definition, this.#context);
    return this.#judged(lab).filter(({ day }) => since === undefined || day.on >= since);
  }

  /** All days of a test that can be read, the newest first. */
  #judged(of: PairedLab): readonly Judged[] {
    const { sorted, reader } = quantityResults(of.definition, this.#context);
    return byDay(sorted.final).flatMap((results) => {
      const day = reader.readDay(results);
      const times = day?.ok ? day.reading.timesUpperLimit : undefined;
      return day && times !== undefined ? [{ of, day, times }] : [];
    });
  }

  #isNear(one: ClinicalDate, other: ClinicalDate | undefined): boolean {
    return other !== undefined && Math.abs(daysBetween(one, other)) <= this.#its.days;
  }
}

/** None, or the highest, of several the newest. */
function highestOf(results: readonly Judged[]): readonly Judged[] {
  const [first, ...others] = results;
  if (!first) return [];
  return [others.reduce((highest, one) => (one.times > highest.times ? one : highest), first)];
}
