import type { ExposureDefinition } from '../facts/exposure-definition.js';
import { FAILURE_WORDS } from '../gather/failure-words.js';
import type { ClinicalDate } from './clinical-date.js';
import { closeInPlan } from './close-in-plan.js';
import { closeToSigned } from './close-to-signed.js';
import type { CodedResource } from './coded-resource.js';
import { doseFact } from './dose-fact.js';
import { type DoseGap, doubt, unreadGap } from './dose-gap.js';
import { doseSchedule } from './dose-schedule.js';
import type { DosesOnOrder } from './doses-on-order.js';
import { dosesOnRecord, unreadDose } from './doses-on-record.js';
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
  /** Whether a signed order is for a dose that is to come after a day. */
  readonly isOnOrderAfter: (day: ClinicalDate) => boolean;
  /** Where no order for it is known, a signed one of a drug that nobody can read. */
  readonly unreadOrder: CodedResource | undefined;
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
  const state = treatmentState(definition, doses, context, planned.isOnOrderAfter);
  const gaps = definition.administered.flatMap(({ query }): readonly DoseGap[] => {
    const failure = gapIn(context.record, query);
    return failure ? [{ failure, reason: FAILURE_WORDS[failure], records: context.recordsOf(query) }] : [];
  });
  const unread = gaps.length > 0 ? undefined : unreadDose(definition, doses, context);
  const gap =
    gaps[0] ??
    (unread && unreadGap(unread.coded, `drugs among the ${context.recordsOf(unread.source.query)}`, context));
  const isCertain = gap === undefined || doses.length > 0;
  // An order is no dose: it leaves open whether treatment is about to begin, and nothing of the doses given.
  const orderGap =
    gap === undefined && doses.length === 0 && planned.unreadOrder
      ? unreadGap(planned.unreadOrder, 'the drug of a signed order', context)
      : undefined;
  const isUnderTreatment =
    state === 'initiating' || state === 'maintenance' || (state === 'naive' && hasActiveOrder);
  const lastDose = last && doseFact(last, today);
  return {
    name: definition.name,
    state: doses.length > 0 ? 'usable' : isCertain && !orderGap ? 'absent' : 'unavailable',
    isNaive: state === 'naive',
    isInitiating: state === 'initiating',
    isMaintenance: state === 'maintenance',
    isOff: state === 'off',
    isRestarting: state === 'off' && context.plannedOn !== undefined,
    isExposed: doses.length > 0,
    isUnderTreatment: (isCertain && !orderGap) || isUnderTreatment ? isUnderTreatment : undefined,
    isCertain,
    isDrugUnread: (unread ?? orderGap) !== undefined && !isUnderTreatment,
    isFirstDose: isCertain ? state === 'naive' : undefined,
    doseCount: doses.length,
    isInProgress: doses.some((dose) => dose.isInProgress),
    isActing: isActing(doses, isCertain, schedule.actsUntil, today),
    isFirstOfProduct: !doses.some(({ product }) => product !== undefined && product === planned.product),
    isOverdue: isOverdue(doses, schedule.overdueOn, today),
    countsFrom: schedule.countsFrom && doseFact(schedule.countsFrom, today),
    records: (gap ?? orderGap)?.records,
    reason: doubt(definition, doses, dated, gap?.reason) ?? orderGap?.reason,
    failure: (gap ?? orderGap)?.failure,
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
