import type { ExposureDefinition } from '../facts/exposure-definition.js';
import { daysBetween, showDay } from './clinical-date.js';
import type { DosesOnOrder, OrderedDose } from './doses-on-order.js';
import { isHalfDose } from './half-dose.js';
import type { DoseToCome } from './planned-doses.js';
import { later } from './span.js';

/** Whether a dose in hand lies too close to one that is signed for a coming day, and the days of the two. */
export interface CloseToSigned {
  readonly isSignedTooClose: boolean;
  readonly signedDay?: string;
  readonly besideSignedDay?: string;
}

export const CLOSE_TO_SIGNED_MEMBERS = {
  isSignedTooClose: 'boolean',
  signedDay: 'text',
  besideSignedDay: 'text',
} as const;

/** Holds each dose in hand against each that is signed; the first pair too close is told. */
export function closeToSigned(
  { secondHalf, interval }: ExposureDefinition,
  given: readonly DoseToCome[],
  { inHand, signed }: DosesOnOrder,
  limit: (name: string) => number,
): CloseToSigned {
  const all = [...given, ...inHand, ...signed];
  /** Of two doses of unknown amount only the first two can be halves. */
  const isHalf = (dose: DoseToCome): boolean => isHalfDose(dose, given.length < 2, limit);
  const areHalves = (first: DoseToCome, second: DoseToCome): boolean =>
    isHalf(first) &&
    isHalf(second) &&
    second.on >= later(first.on, secondHalf.earliest, limit) &&
    second.on <= later(first.on, secondHalf.latest, limit);
  const isOneDose = (a: OrderedDose, b: OrderedDose): boolean =>
    a.orderType !== b.orderType && Math.abs(daysBetween(a.on, b.on)) <= limit('sameDoseDays');
  /** A third half is none of the initial dose. */
  const hasThird = (first: DoseToCome, second: DoseToCome): boolean =>
    all.some((other) => {
      if (other.on === first.on || other.on === second.on || !isHalf(other)) return false;
      return (
        later(first.on, secondHalf.latest, limit) >= other.on &&
        later(other.on, secondHalf.latest, limit) >= first.on
      );
    });
  for (const one of inHand) {
    for (const other of signed) {
      if (isOneDose(one, other)) continue;
      const [first, second] = one.on < other.on ? [one, other] : [other, one];
      if (areHalves(first, second) && !hasThird(first, second)) continue;
      // The interval counts from the first half.
      const from = all.find((earlier) => areHalves(earlier, first)) ?? first;
      if (second.on >= later(from.on, interval.least, limit)) continue;
      return { isSignedTooClose: true, signedDay: showDay(other.on), besideSignedDay: showDay(one.on) };
    }
  }
  return { isSignedTooClose: false };
}
