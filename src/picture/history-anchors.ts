import type { HistoryDefinition } from '../facts/history-definition.js';
import type { Span } from '../facts/span.js';
import { type ClinicalDate, daysBetween } from './clinical-date.js';
import type { ExposureFact } from './exposure-fact.js';
import type { Fact } from './fact.js';
import { before as spanBefore } from './span.js';

/** Where in time the records of a history fact must lie, seen from other facts of the patient. */
export interface HistoryAnchors {
  readonly isPlaced: (found: { readonly on?: ClinicalDate }) => boolean;
  /** Day of a later record that ends what was found before it. */
  readonly endedOn?: ClinicalDate;
  /** Nothing can follow a dose that was never given. */
  readonly isNever: boolean;
}

type Definition = Pick<HistoryDefinition, 'after' | 'before' | 'around' | 'leadingTo' | 'endedBy'>;
type Anchor = (on: ClinicalDate | undefined) => boolean;

/**
 * Turns the anchors of a definition into days. Where the anchor itself has no day, nothing can lie on
 * the wrong side of it: the record counts, since a card too many is the smaller fault.
 */
export function historyAnchors(
  { after = [], before, around, leadingTo, endedBy }: Definition,
  exposure: ExposureFact,
  factAt: (path: string) => Fact,
  limit: (name: string) => number,
): HistoryAnchors {
  const dayOf = (path: string): ClinicalDate | undefined =>
    isDose(path) ? doseAt(path, exposure) : factAt(path).on;
  const paths = [after].flat();
  const anchors: Anchor[] = [
    ...paths.map((path) => later(dayOf(path), isDose(path))),
    ...(before === undefined ? [] : [notLater(dayOf(before))]),
    ...(around === undefined ? [] : [near(dayOf(around.fact), limit(around.days))]),
    ...(leadingTo === undefined ? [] : [leading(dayOf(leadingTo.fact), leadingTo, limit)]),
  ];
  const endedOn = endedBy === undefined ? undefined : dayOf(endedBy);
  return {
    isPlaced: ({ on }) => anchors.every((anchor) => anchor(on)),
    ...(endedOn !== undefined && { endedOn }),
    isNever: paths.some(isDose) && !exposure.isExposed,
  };
}

function isDose(path: string): boolean {
  return path.startsWith('exposure.');
}

function doseAt(path: string, { firstDose, lastDose }: ExposureFact): ClinicalDate | undefined {
  return (path === 'exposure.firstDose' ? firstDose : lastDose)?.on;
}

/** After a finding: of its day or later. After a dose: later than its day, since what was recorded then was there before it. */
function later(day: ClinicalDate | undefined, isAfterDose: boolean): Anchor {
  return (on) => day === undefined || on === undefined || on > day || (on === day && !isAfterDose);
}

function notLater(day: ClinicalDate | undefined): Anchor {
  return (on) => day === undefined || on === undefined || on <= day;
}

function near(day: ClinicalDate | undefined, days: number): Anchor {
  return (on) => day !== undefined && on !== undefined && Math.abs(daysBetween(day, on)) <= days;
}

/** Without both days nobody knows that the record came before: it is not said to act on what is not known to follow it. */
function leading(day: ClinicalDate | undefined, span: Span, limit: (name: string) => number): Anchor {
  return (on) => day !== undefined && on !== undefined && on <= day && on >= spanBefore(day, span, limit);
}
