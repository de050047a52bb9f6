import type { ExposureDefinition } from '../deck/fact-definitions.js';
import { FAILURE_WORDS } from '../gather/failure-words.js';
import { type ClinicalDate, daysBetween, monthsBetween, plusMonths, showDay } from './clinical-date.js';
import { type DatedDose, type DoseSchedule, doseSchedule, SCHEDULE_MEMBERS } from './dose-schedule.js';
import type { Fact } from './fact.js';
import { gapIn } from './lab-context.js';
import { type DoseContext, type RecordedDose, recordedDoses, recordedStops } from './recorded-dose.js';

export interface DoseFact {
  readonly on: ClinicalDate;
  readonly shown: string;
  readonly onDay: string;
  readonly ageDays: number;
  readonly ageMonths: number;
  readonly mg?: number;
  readonly wasInterrupted: boolean;
}

/** Where the patient stands with the drug. */
export interface ExposureFact extends Fact, Omit<DoseSchedule, 'countsFrom'> {
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
  /** The last dose is taken to act still; a dose without a date may be of yesterday. */
  readonly isActing: boolean;
  /** The next dose is overdue; unknown where no dose has a date. */
  readonly isOverdue?: boolean;
  /** The dose from which the interval to the next one counts. */
  readonly countsFrom?: DoseFact;
  readonly firstDose?: DoseFact;
  readonly lastDose?: DoseFact;
  readonly doses: readonly RecordedDose[];
}

const DOSE_MEMBERS = {
  on: 'text',
  onDay: 'text',
  shown: 'text',
  ageDays: 'number',
  ageMonths: 'number',
  mg: 'number',
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
  isOverdue: 'boolean',
  ...SCHEDULE_MEMBERS,
  countsFrom: DOSE_MEMBERS,
  name: 'text',
  shown: 'text',
  firstDose: DOSE_MEMBERS,
  lastDose: DOSE_MEMBERS,
} as const;

/**
 * The state of treatment. Where a record of doses could not be read and none was found elsewhere, the
 * patient is judged as if this were the first dose (which asks for more tests, not fewer), and the
 * fact says so.
 */
export function exposureFact(
  definition: ExposureDefinition,
  context: DoseContext,
  hasActiveOrder: boolean,
  plannedOn: ClinicalDate,
): ExposureFact {
  const doses = recordedDoses(definition, context);
  const { today } = context.calendar;
  const dated = doses.filter((dose): dose is DatedDose => dose.on !== undefined);
  const [first, last] = [dated[0], dated.at(-1)];
  const { countsFrom, ...schedule } = doseSchedule(definition, dated, {
    today,
    plannedOn,
    limit: context.limit,
  });
  const state = stateOf(definition, doses, context, hasActiveOrder);
  const gaps = definition.administered.flatMap(({ query }) => gapIn(context.record, query) ?? []);
  const isCertain = gaps.length === 0 || doses.length > 0;
  const isUnderTreatment =
    state === 'initiating' || state === 'maintenance' || (state === 'naive' && hasActiveOrder);
  const [gap] = gaps;
  return {
    name: definition.name,
    state: doses.length > 0 ? 'usable' : isCertain ? 'absent' : 'unavailable',
    isNaive: state === 'naive',
    isInitiating: state === 'initiating',
    isMaintenance: state === 'maintenance',
    isOff: state === 'off',
    isExposed: doses.length > 0,
    ...((isCertain || isUnderTreatment) && { isUnderTreatment }),
    isCertain,
    ...(isCertain && { isFirstDose: state === 'naive' }),
    doseCount: doses.length,
    isInProgress: doses.some((dose) => dose.isInProgress),
    isActing: doses.length > 0 && (schedule.actsUntil === undefined || today < schedule.actsUntil),
    ...isOverdue(doses, schedule.overdueOn, today),
    ...schedule,
    ...(countsFrom && { countsFrom: show(countsFrom, today) }),
    ...(doses.length > 0 && dated.length === 0 && { reason: 'no dose has a date' }),
    doses,
    ...(!isCertain && gap && { reason: `${FAILURE_WORDS[gap]}; judged as a first dose` }),
    ...(first && { firstDose: show(first, today) }),
    ...(last && {
      lastDose: show(last, today),
      on: last.on,
      ageDays: daysBetween(last.on, today),
      source: last.source,
      shown: `last dose ${show(last, today).shown}`,
    }),
  };
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
    const lastOn = last.on;
    const isStopped = recordedStops(definition.stopped, context).some(
      ({ on }) => on !== undefined && on >= lastOn,
    );
    if (isStopped || plusMonths(lastOn, context.limit('offTreatmentMonths')) <= today) return 'off';
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

function isOverdue(
  doses: readonly RecordedDose[],
  overdueOn: ClinicalDate | undefined,
  today: ClinicalDate,
): { isOverdue?: boolean } {
  if (doses.length === 0) return { isOverdue: false };
  return overdueOn === undefined ? {} : { isOverdue: today >= overdueOn };
}

function show(dose: DatedDose, today: ClinicalDate): DoseFact {
  return {
    on: dose.on,
    onDay: showDay(dose.on),
    ...(dose.mg !== undefined && { mg: dose.mg }),
    shown: `${dose.mg === undefined ? '' : `${dose.mg} mg on `}${showDay(dose.on)}`,
    ageDays: daysBetween(dose.on, today),
    ageMonths: monthsBetween(dose.on, today),
    wasInterrupted: dose.wasInterrupted,
  };
}
