import type { ExposureDefinition } from '../deck/fact-definitions.js';
import { FAILURE_WORDS } from '../gather/failure-words.js';
import { type ClinicalDate, daysBetween, plusMonths, showDay } from './clinical-date.js';
import type { Fact } from './fact.js';
import { gapIn } from './lab-context.js';
import { type DoseContext, type RecordedDose, recordedDoses, recordedStops } from './recorded-dose.js';

export interface DoseFact {
  readonly on: ClinicalDate;
  readonly shown: string;
  readonly ageDays: number;
  readonly wasInterrupted: boolean;
}

/** Where the patient stands with the drug. */
export interface ExposureFact extends Fact {
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
  readonly firstDose?: DoseFact;
  readonly lastDose?: DoseFact;
  readonly doses: readonly RecordedDose[];
}

const DOSE_MEMBERS = { on: 'text', shown: 'text', ageDays: 'number', wasInterrupted: 'boolean' } as const;

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
): ExposureFact {
  const doses = recordedDoses(definition, context);
  const { today } = context.calendar;
  const dated = doses.filter((dose): dose is RecordedDose & { on: ClinicalDate } => dose.on !== undefined);
  const [first, last] = [dated[0], dated.at(-1)];
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

function show(dose: RecordedDose & { on: ClinicalDate }, today: ClinicalDate): DoseFact {
  return {
    on: dose.on,
    shown: `${dose.mg === undefined ? '' : `${dose.mg} mg on `}${showDay(dose.on)}`,
    ageDays: daysBetween(dose.on, today),
    wasInterrupted: dose.wasInterrupted,
  };
}
