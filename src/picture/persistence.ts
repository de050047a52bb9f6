import type { QuantityLabDefinition } from '../facts/lab-definition.js';
import { type ClinicalDate, daysBetween, showDate } from './clinical-date.js';
import type { QuantityReader } from './day-reading.js';
import type { LabContext } from './lab-context.js';
import type { LabFact } from './lab-fact.js';
import type { DatedMeasurement } from './lab-result.js';

export type Persistence = Pick<LabFact, 'isPersistent' | 'persistentSince'>;

const NOT_ASKED: Persistence = {};

/**
 * Whether the results have been beyond their limit for as long as the definition asks, with none within
 * it in between. Half a record may hide such a one further back, never the ones that were found.
 */
export function persistenceOf(
  { persistence }: QuantityLabDefinition,
  days: readonly (readonly DatedMeasurement[])[],
  reader: QuantityReader,
  { limit }: LabContext,
  isComplete: boolean,
): Persistence {
  if (!persistence) return NOT_ASKED;
  const run = alarmingSince(days, reader);
  const isPersistent = run !== undefined && daysBetween(run.since, run.last) >= limit(persistence.days);
  if (!isPersistent) return isComplete ? { isPersistent } : {};
  return { isPersistent, persistentSince: showDate(run.since, run.until) };
}

interface Run {
  /** The first of its days, and the latest that this may be. */
  readonly since: ClinicalDate;
  readonly until: ClinicalDate;
  readonly last: ClinicalDate;
}

/** The unbroken run of results beyond the limit up to the newest; what cannot be read breaks nothing. */
function alarmingSince(
  days: readonly (readonly DatedMeasurement[])[],
  reader: QuantityReader,
): Run | undefined {
  let run: Run | undefined;
  for (const results of days) {
    const day = reader.readDay(results);
    if (!day?.ok) continue;
    if (!reader.isAlarming(day.reading)) break;
    run = { since: day.on, until: day.until, last: run?.last ?? day.on };
  }
  return run;
}
