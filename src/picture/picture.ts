import { type Gathered, REFERRED_MEDICATIONS } from '../gather/prefetch-outcome.js';
import type { HookRequest } from '../request/hook-request.js';
import { type ClinicalDate, plusDays, type SiteCalendar } from './clinical-date.js';
import { type ExposureFact, exposureFact } from './exposure-fact.js';
import type { Fact } from './fact.js';
import { type GroupFact, groupFact } from './group-fact.js';
import { historyAnchors } from './history-anchors.js';
import { type History, type HistoryContext, type HistoryFact, historyFact } from './history-fact.js';
import { gapIn, type LabContext, reportableGaps } from './lab-context.js';
import type { LabFact } from './lab-fact.js';
import { activeOrder, type OrderEntry, sessionOrders } from './order-entry.js';
import { type OrderContext, type OrderFact, orderFact } from './order-fact.js';
import { idOf } from './order-search.js';
import { type PatientFact, patientFact } from './patient-fact.js';
import { indexRecord } from './patient-record.js';
import type { PictureSource } from './picture-source.js';
import { qualitativeLab } from './qualitative-lab.js';
import { quantityLab } from './quantity-lab.js';
import { draftsOf } from './session-drafts.js';

/** Everything the rules see of a patient: clean facts, never FHIR. */
export interface Picture {
  readonly hook: {
    readonly name: string;
    readonly isOrder: boolean;
    readonly isOrderSelect: boolean;
    readonly isOrderSign: boolean;
    readonly isPatientView: boolean;
  };
  readonly today: ClinicalDate;
  /** Where the label differs by region: `us` or `eu`. */
  readonly site: { readonly region: string };
  readonly limits: Readonly<Record<string, number>>;
  readonly patient: PatientFact;
  readonly exposure: ExposureFact;
  readonly orders: Readonly<Record<string, OrderFact>>;
  readonly labs: Readonly<Record<string, LabFact>>;
  readonly groups: Readonly<Record<string, GroupFact>>;
  readonly history: Readonly<Record<string, HistoryFact>>;
}

export interface PictureInput {
  readonly request: Pick<HookRequest, 'hook' | 'context'>;
  readonly gathered: Gathered;
  readonly calendar: SiteCalendar;
}

/**
 * Turns what was gathered into facts. Orders come first (what is planned, and when), then the doses
 * given, then tests, whose windows depend on both, then the history, which may count from a test.
 */
export function pictureOf(source: PictureSource, input: PictureInput): Picture {
  const { request, gathered, calendar } = input;
  const { definitions, terminology, limit, drugs, routes } = source;
  const record = indexRecord(gathered, request.context.patientId, terminology);
  const onScreen = sessionOrders({
    patientId: request.context.patientId,
    draftOrders: draftsOf(request),
    selections: request.hook === 'order-select' ? request.context.selections : undefined,
    calendar,
    terminology,
    recordMedications: record.medications,
  });
  // Nobody's order is judged by somebody else's record.
  const session = onScreen.filter(({ isForAnother }) => !isForAnother);
  const foreign = onScreen.filter(({ isForAnother }) => isForAnother);
  const idsOnScreen = new Set(session.map(idOf));
  const actives = new Map<string, readonly OrderEntry[]>();
  const active = (type: string): readonly OrderEntry[] => {
    const known = actives.get(type);
    if (known) return known;
    const open = record
      .ofType(type)
      .flatMap((coded) => activeOrder(coded, calendar) ?? [])
      .filter((entry) => !idsOnScreen.has(idOf(entry)));
    actives.set(type, open);
    return open;
  };
  const gaps = reportableGaps(record, definitions.queries);
  const gap = (query: string) => (query === REFERRED_MEDICATIONS ? gapIn(record, query) : gaps.get(query));
  const recordsOf = (query: string): string => definitions.queries[query]?.name ?? query;
  const base: OrderContext = {
    session,
    foreign,
    active,
    drugs,
    routes,
    terminology,
    calendar,
    limit,
    gap,
    recordsOf,
  };
  const order = (name: string, context: OrderContext): OrderFact => {
    const definition = definitions.orders[name];
    if (!definition) throw new Error(`order fact ${name} is not defined`);
    return orderFact(definition, context);
  };

  const subject = order(definitions.exposure.order, base);
  const signed = order(definitions.exposure.activeOrder, base);
  const plannedOn = subject.plannedOn ?? signed.plannedOn ?? calendar.today;
  const subjects = new Set(subject.sources);
  const writtenOn = session.flatMap((e) =>
    subjects.has(`${e.coded.resource.resourceType}/${e.coded.resource.id}`) ? (e.writtenOn ?? []) : [],
  );
  const isOnOrder = subject.isPresent === true || signed.isPresent === true;
  const exposure = exposureFact(
    definitions.exposure,
    {
      record,
      calendar,
      drug: source.subjectDrug,
      limit,
      recordsOf,
      plannedOn: isOnOrder ? plannedOn : undefined,
    },
    signed.isPresent === true,
    {
      on: plannedOn,
      doses: subject.plannedDoses ?? [],
      ...(subject.product !== undefined && { product: subject.product }),
    },
  );
  const around: OrderContext = {
    ...base,
    infusion: { on: plannedOn, writtenOn, days: (subject.plannedDoses ?? []).map(({ on }) => on) },
    ...(exposure.lastDose && { lastDoseOn: exposure.lastDose.on }),
    lackingDaysOf: (name) => orders[name]?.lackingDays,
    productOf: (name) => {
      const fact = orders[name];
      return fact?.isProductKnown ? fact.product : undefined;
    },
  };
  const patient = patientFact(record, 'patient', calendar);
  let pending: ReadonlySet<string> | undefined;
  const labContext: LabContext = {
    record,
    calendar,
    terminology,
    limit,
    readings: source.readings,
    units: source.units,
    person: patient,
    isChart: request.hook === 'patient-view',
    firstDoseOn: exposure.firstDose?.on ?? plannedOn,
    recordsOf,
    isOrdered: (valueSet) => {
      pending ??= pendingSets([...session, ...active('ServiceRequest')], calendar, limit);
      return pending.has(valueSet);
    },
  };

  const labs: Readonly<Record<string, LabFact>> = source.facts.labs((name) => {
    const lab = definitions.labs[name];
    if (!lab) throw new Error(`lab ${name} is not defined`);
    return lab.kind === 'quantity' ? quantityLab(lab, labContext) : qualitativeLab(lab, labContext);
  });
  const lab = (name: string): LabFact => {
    const fact = labs[name];
    if (!fact) throw new Error(`lab ${name} is not defined`);
    return fact;
  };
  const groups: Readonly<Record<string, GroupFact>> = source.facts.groups((name) => {
    const group = definitions.groups[name];
    return groupFact(group?.name ?? name, (group?.labs ?? []).map(lab));
  });
  const historyContext: HistoryContext = {
    record,
    calendar,
    drugs,
    queries: definitions.queries,
    gap,
    dates: source.dates,
    limit,
    plannedOn,
    doseDays: exposure.doses.flatMap((dose) => dose.on ?? []),
    lab,
  };
  const anchorsOf = (definition: History) => historyAnchors(definition, exposure, anchor, limit);
  const history: Readonly<Record<string, HistoryFact>> = source.facts.history((name) => {
    const definition = source.history.get(name);
    if (!definition) throw new Error(`history fact ${name} is not defined`);
    return historyFact(definition, historyContext, anchorsOf);
  });
  const anchor = (path: string): Fact => {
    const [kind, name = ''] = path.split('.');
    const fact = (kind === 'labs' ? labs : kind === 'groups' ? groups : history)[name];
    if (!fact) throw new Error(`fact ${path} is not defined`);
    return fact;
  };
  const orders = source.facts.orders((name) =>
    name === definitions.exposure.order ? subject : order(name, around),
  );

  return {
    hook: {
      name: request.hook,
      isOrder: request.hook !== 'patient-view',
      isOrderSelect: request.hook === 'order-select',
      isOrderSign: request.hook === 'order-sign',
      isPatientView: request.hook === 'patient-view',
    },
    today: calendar.today,
    site: { region: source.region },
    limits: source.limits,
    patient,
    exposure,
    orders,
    labs,
    groups,
    history,
  };
}

/** The value sets of all that is ordered and not so long ago that it must have been forgotten. */
function pendingSets(
  orders: readonly OrderEntry[],
  calendar: SiteCalendar,
  limit: (name: string) => number,
): ReadonlySet<string> {
  const oldest = plusDays(calendar.today, -limit('pendingOrderDays'));
  return new Set(
    orders
      .filter(({ isInSession, writtenOn }) => isInSession || writtenOn === undefined || writtenOn >= oldest)
      .flatMap(({ coded }) => coded.sets),
  );
}
