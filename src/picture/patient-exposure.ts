import type { ExposureDefinition } from '../deck/fact-definitions.js';
import { FAILURE_WORDS } from '../gather/failure-words.js';
import type { FetchFailure } from '../gather/prefetch-outcome.js';
import type { ClinicalDate } from './clinical-date.js';
import { closeInPlan } from './close-in-plan.js';
import { closeToSigned } from './close-to-signed.js';
import { doseFact } from './dose-fact.js';
import { doseSchedule } from './dose-schedule.js';
import type { DosesOnOrder } from './doses-on-order.js';
import { dosesOnRecord } from './doses-on-record.js';
import type { ExposureFact } from './exposure-fact.js';
import { gapIn } from './lab-context.js';
import type { DoseToCome } from './planned-doses.js';
import type { DatedDose, DoseContext, RecordedDose } from './recorded-dose.js';
import { treatmentState } from './treatment-state.js';

/** The dose to come: its day, and its product where that is known. */
export interface PlannedDose {
  readonly on: ClinicalDate;
  readonly product?: string;
  readonly doses: readonly DoseToCome[];
  readonly onOrder: DosesOnOrder;
}

/**
 * The state of treatment. Where a record of doses could not be read and none was found elsewhere, the
 * patient is judged as if this were the first dose (which asks for more tests, not fewer), and the
 * fact says so.
 */
export function patientExposure(
  definition: ExposureDefinition,
  context: DoseContext,
  hasActiveOrder: boolean,
  planned: PlannedDose,
): ExposureFact {
  const doses = dosesOnRecord(definition, context);
  const { today } = context.calendar;
  const dated = doses.filter((dose): dose is DatedDose => dose.on !== undefined);
  const [first, last] = [dated[0], dated.at(-1)];
  const schedule = doseSchedule(definition, dated, {
    today,
    plannedOn: planned.on,
    limit: context.limit,
  });
  const inPlan = closeInPlan(definition, dated, planned.doses, context.limit);
  const beside = closeToSigned(definition, dated, planned.onOrder, context.limit);
  const state = treatmentState(definition, doses, context, hasActiveOrder);
  const gaps = definition.administered.flatMap(({ query }) => {
    const failure = gapIn(context.record, query);
    return failure ? [{ failure, records: context.recordsOf(query) }] : [];
  });
  const isCertain = gaps.length === 0 || doses.length > 0;
  const isUnderTreatment =
    state === 'initiating' || state === 'maintenance' || (state === 'naive' && hasActiveOrder);
  const [gap] = gaps;
  const lastDose = last && doseFact(last, today);
  return {
    name: definition.name,
    state: doses.length > 0 ? 'usable' : isCertain ? 'absent' : 'unavailable',
    isNaive: state === 'naive',
    isInitiating: state === 'initiating',
    isMaintenance: state === 'maintenance',
    isOff: state === 'off',
    isExposed: doses.length > 0,
    isUnderTreatment: isCertain || isUnderTreatment ? isUnderTreatment : undefined,
    isCertain,
    isFirstDose: isCertain ? state === 'naive' : undefined,
    doseCount: doses.length,
    isInProgress: doses.some((dose) => dose.isInProgress),
    isActing: isActing(doses, isCertain, schedule.actsUntil, today),
    isFirstOfProduct: !doses.some(({ product }) => product !== undefined && product === planned.product),
    isOverdue: isOverdue(doses, schedule.overdueOn, today),
    countsFrom: schedule.countsFrom && doseFact(schedule.countsFrom, today),
    records: gap?.records,
    reason: doubt(definition, doses, dated, gap?.failure),
    failure: gap?.failure,
    doses,
    firstDose: first && doseFact(first, today),
    lastDose,
    on: last?.on,
    ageDays: lastDose?.ageDays,
    source: last?.source,
    shown: lastDose && `last dose ${lastDose.shown}`,
    earliestOn: schedule.earliestOn,
    earliestDay: schedule.earliestDay,
    dueOn: schedule.dueOn,
    dueDay: schedule.dueDay,
    overdueOn: schedule.overdueOn,
    since: schedule.since,
    sincePlanned: schedule.sincePlanned,
    daysPlanned: schedule.daysPlanned,
    secondEarliestOn: schedule.secondEarliestOn,
    secondDueOn: schedule.secondDueOn,
    secondDueDay: schedule.secondDueDay,
    secondLatestOn: schedule.secondLatestOn,
    secondOfferOn: schedule.secondOfferOn,
    secondOfferDay: schedule.secondOfferDay,
    actsUntil: schedule.actsUntil,
    actsUntilDay: schedule.actsUntilDay,
    isPlanTooClose: inPlan.isPlanTooClose,
    planGapDays: inPlan.planGapDays,
    planFromDay: inPlan.planFromDay,
    planCloseDay: inPlan.planCloseDay,
    isSignedTooClose: beside.isSignedTooClose,
    signedDay: beside.signedDay,
    besideSignedDay: beside.besideSignedDay,
  };
}

/** What a reader must know of the ground of every judgement on doses: a later one may be where nobody could look. */
function doubt(
  { name }: ExposureDefinition,
  doses: readonly RecordedDose[],
  dated: readonly RecordedDose[],
  gap: FetchFailure | undefined,
): string | undefined {
  if (gap && doses.length === 0)
    return `${FAILURE_WORDS[gap]}; ${name} are not known, judged as a first dose`;
  if (gap) return `not every dose could be read (${FAILURE_WORDS[gap]}), there may be later ones`;
  return doses.length > 0 && dated.length === 0 ? 'no dose has a date' : undefined;
}

/** A dose without a date may be of yesterday. */
function isActing(
  doses: readonly RecordedDose[],
  isCertain: boolean,
  until: ClinicalDate | undefined,
  today: ClinicalDate,
): boolean | undefined {
  if (doses.length === 0) return isCertain ? false : undefined;
  return until === undefined || today < until;
}

function isOverdue(
  doses: readonly RecordedDose[],
  overdueOn: ClinicalDate | undefined,
  today: ClinicalDate,
): boolean | undefined {
  if (doses.length === 0) return false;
  return overdueOn === undefined ? undefined : today >= overdueOn;
}
