import type { ExposureDefinition } from '../deck/fact-definitions.js';
import { FAILURE_WORDS } from '../gather/failure-words.js';
import type { FetchFailure } from '../gather/prefetch-outcome.js';
import { type ClinicalDate, daysBetween, monthsBetween, plusMonths, showDay } from './clinical-date.js';
import { CLOSE_TO_SIGNED_MEMBERS, type CloseToSigned, closeToSigned } from './close-to-signed.js';
import {
  type DatedDose,
  type DoseSchedule,
  type DoseToCome,
  doseSchedule,
  SCHEDULE_MEMBERS,
} from './dose-schedule.js';
import type { DosesOnOrder } from './doses-on-order.js';
import type { Fact } from './fact.js';
import { gapIn } from './lab-context.js';
import { type DoseContext, isStoppedSince, type RecordedDose, recordedDoses } from './recorded-dose.js';

export interface DoseFact {
  readonly on: ClinicalDate;
  readonly shown: string;
  readonly onDay: string;
  readonly ageDays: number;
  readonly ageMonths: number;
  readonly mg?: number;
  readonly product?: string;
  readonly wasInterrupted: boolean;
}

/** Where the patient stands with the drug. */
export interface ExposureFact extends Fact, CloseToSigned, Omit<DoseSchedule, 'countsFrom'> {
  readonly isNaive: boolean;
  readonly isInitiating: boolean;
  readonly isMaintenance: boolean;
  readonly isOff: boolean;
  readonly isExposed: boolean;
  /** Being treated, or about to be: a signed order and no dose yet. Unknown where earlier doses could not be read. */
  readonly isUnderTreatment?: boolean;
  /** No dose on record, and every record could be read; unknown where one could not. */
  readonly isFirstDose?: boolean;
  /** Every record of doses could be read, or a dose was found. */
  readonly isCertain: boolean;
  readonly doseCount: number;
  /** A dose is running now. */
  readonly isInProgress: boolean;
  /** The last dose is taken to act still; unknown where earlier doses could not be read. */
  readonly isActing?: boolean;
  /** No dose on record is known to be of the product that is planned. */
  readonly isFirstOfProduct: boolean;
  /** The next dose is overdue; unknown where no dose has a date. */
  readonly isOverdue?: boolean;
  /** The dose from which the interval to the next one counts. */
  readonly countsFrom?: DoseFact;
  readonly firstDose?: DoseFact;
  readonly lastDose?: DoseFact;
  readonly doses: readonly RecordedDose[];
}

export const DOSE_MEMBERS = {
  on: 'text',
  onDay: 'text',
  shown: 'text',
  ageDays: 'number',
  ageMonths: 'number',
  mg: 'number',
  product: 'text',
  wasInterrupted: 'boolean',
} as const;

export const EXPOSURE_MEMBERS = {
  isNaive: 'boolean',
  isInitiating: 'boolean',
  isMaintenance: 'boolean',
  isOff: 'boolean',
  isExposed: 'boolean',
  isUnderTreatment: 'boolean',
  isCertain: 'boolean',
  isFirstDose: 'boolean',
  doseCount: 'number',
  isInProgress: 'boolean',
  isActing: 'boolean',
  isFirstOfProduct: 'boolean',
  isOverdue: 'boolean',
  ...SCHEDULE_MEMBERS,
  ...CLOSE_TO_SIGNED_MEMBERS,
  countsFrom: DOSE_MEMBERS,
  name: 'text',
  shown: 'text',
  firstDose: DOSE_MEMBERS,
  lastDose: DOSE_MEMBERS,
} as const;

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
export function exposureFact(
  definition: ExposureDefinition,
  context: DoseContext,
  hasActiveOrder: boolean,
  planned: PlannedDose,
): ExposureFact {
  const doses = recordedDoses(definition, context);
  const { today } = context.calendar;
  const dated = doses.filter((dose): dose is DatedDose => dose.on !== undefined);
  const [first, last] = [dated[0], dated.at(-1)];
  const { countsFrom, ...schedule } = doseSchedule(definition, dated, {
    today,
    plannedOn: planned.on,
    planned: planned.doses,
    limit: context.limit,
  });
  const beside = closeToSigned(definition, dated, planned.onOrder, context.limit);
  const state = stateOf(definition, doses, context, hasActiveOrder);
  const gaps = definition.administered.flatMap(({ query }) => {
    const failure = gapIn(context.record, query);
    return failure ? [{ failure, records: context.recordsOf(query) }] : [];
  });
  const isCertain = gaps.length === 0 || doses.length > 0;
  const isUnderTreatment =
    state === 'initiating' || state === 'maintenance' || (state === 'naive' && hasActiveOrder);
  const [gap] = gaps;
  const lastDose = last && show(last, today);
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
    countsFrom: countsFrom && show(countsFrom, today),
    records: gap?.records,
    reason: doubt(definition, doses, dated, gap?.failure),
    failure: gap?.failure,
    doses,
    firstDose: first && show(first, today),
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
    isPlanTooClose: schedule.isPlanTooClose,
    planGapDays: schedule.planGapDays,
    planFromDay: schedule.planFromDay,
    planCloseDay: schedule.planCloseDay,
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

type State = 'naive' | 'initiating' | 'maintenance' | 'off';

function stateOf(
  definition: ExposureDefinition,
  doses: readonly RecordedDose[],
  context: DoseContext,
  hasActiveOrder: boolean,
): State {
  const last = doses.at(-1);
  if (!last) return 'naive';
  const { today } = context.calendar;
  if (!hasActiveOrder && last.on !== undefined) {
    const isLongAgo = plusMonths(last.on, context.limit('offTreatmentMonths')) <= today;
    if (isLongAgo || isStoppedSince(last.on, definition.stopped, context)) return 'off';
  }
  return isInitialDoseComplete(doses, context) ? 'maintenance' : 'initiating';
}

function isInitialDoseComplete(doses: readonly RecordedDose[], context: DoseContext): boolean {
  const [only] = doses;
  if (doses.length !== 1 || !only) return true;
  const isSingleDoseProduct = context.drug.products.some(
    ({ product, doseMg }) => product === only.product && doseMg !== undefined,
  );
  if (isSingleDoseProduct) return true;
  if (only.mg !== undefined) return only.mg > context.limit('initialDoseMg');
  return (
    only.on === undefined ||
    daysBetween(only.on, context.calendar.today) > context.limit('secondDoseLatestDays')
  );
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

function show(dose: DatedDose, today: ClinicalDate): DoseFact {
  return {
    on: dose.on,
    onDay: showDay(dose.on),
    mg: dose.mg,
    product: dose.product,
    shown: `${dose.mg === undefined ? '' : `${dose.mg} mg on `}${showDay(dose.on)}`,
    ageDays: daysBetween(dose.on, today),
    ageMonths: monthsBetween(dose.on, today),
    wasInterrupted: dose.wasInterrupted,
  };
}
