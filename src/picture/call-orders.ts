import type { OrderDefinition } from '../deck/fact-definitions.js';
import { REFERRED_MEDICATIONS } from '../gather/prefetch-outcome.js';
import { type ClinicalDate, plusDays } from './clinical-date.js';
import { type DosesOnOrder, dosesOnOrder } from './doses-on-order.js';
import type { ExposureFact } from './exposure-fact.js';
import { gapIn, reportableGaps } from './lab-context.js';
import { activeOrder, type OrderEntry, sessionOrders } from './order-entry.js';
import { type OrderContext, type OrderFact, orderFact } from './order-fact.js';
import { idOf } from './order-search.js';
import type { PatientRecord } from './patient-record.js';
import type { PictureInput } from './picture.js';
import type { PictureSource } from './picture-source.js';
import { draftsOf } from './session-drafts.js';

/** What the orders of a call say of the drug, before anything is known of its doses. */
export interface CallOrders {
  /** The order of the drug on the screen. */
  readonly subject: OrderFact;
  /** A signed order of it that is still open. */
  readonly signed: OrderFact;
  readonly isOnOrder: boolean;
  /** Day of the dose that is judged: ordered, else signed, else today. */
  readonly plannedOn: ClinicalDate;
  /** Its doses on the screen, and those signed for a coming day. */
  readonly onOrder: DosesOnOrder;
  /** Where orders are searched, on the screen and in the record. */
  readonly search: OrderContext;
}

export function callOrders(source: PictureSource, input: PictureInput, record: PatientRecord): CallOrders {
  const { definitions } = source;
  const { exposure } = definitions;
  const search = searchOf(source, input, record);
  const subject = orderNamed(source, exposure.order, search);
  const signed = orderNamed(source, exposure.activeOrder, search);
  return {
    subject,
    signed,
    isOnOrder: subject.isPresent === true || signed.isPresent === true,
    plannedOn: subject.plannedOn ?? signed.plannedOn ?? input.calendar.today,
    onOrder: dosesOnOrder(
      {
        inHand: definitionOf(source, exposure.order),
        signed: definitionOf(source, exposure.activeOrder),
      },
      source.subjectDrug,
      search,
    ),
    search,
  };
}

function searchOf(source: PictureSource, input: PictureInput, record: PatientRecord): OrderContext {
  const { request, calendar } = input;
  const { definitions, terminology, drugs, routes, limit } = source;
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
  const gaps = reportableGaps(record, definitions.queries);
  return {
    session,
    foreign,
    active: openOrders(record, session, input),
    drugs,
    routes,
    terminology,
    calendar,
    limit,
    gap: (query) => (query === REFERRED_MEDICATIONS ? gapIn(record, query) : gaps.get(query)),
    recordsOf: (query) => definitions.queries[query]?.name ?? query,
  };
}

/** Open orders of the record by type, each type read once; what is on the screen as well counts there. */
function openOrders(
  record: PatientRecord,
  session: readonly OrderEntry[],
  { calendar }: PictureInput,
): OrderContext['active'] {
  const onScreen = new Set(session.map(idOf));
  const open = new Map<string, readonly OrderEntry[]>();
  return (type) => {
    const known = open.get(type);
    if (known) return known;
    const orders = record
      .ofType(type)
      .flatMap((coded) => activeOrder(coded, calendar) ?? [])
      .filter((entry) => !onScreen.has(idOf(entry)));
    open.set(type, orders);
    return orders;
  };
}

function orderNamed(source: PictureSource, name: string, context: OrderContext): OrderFact {
  return orderFact(definitionOf(source, name), context);
}

function definitionOf({ definitions }: PictureSource, name: string): OrderDefinition {
  const definition = definitions.orders[name];
  if (!definition) throw new Error(`order fact ${name} is not defined`);
  return definition;
}

/** Every order fact, seen from the dose that is planned and the doses given. */
export function orderFacts(
  source: PictureSource,
  { subject, plannedOn, search }: CallOrders,
  { lastDose }: ExposureFact,
): Readonly<Record<string, OrderFact>> {
  const subjects = new Set(subject.sources);
  const writtenOn = search.session.flatMap((entry) =>
    subjects.has(idOf(entry)) ? (entry.writtenOn ?? []) : [],
  );
  const days = (subject.plannedDoses ?? []).map(({ on }) => on);
  const around: OrderContext = {
    ...search,
    infusion: { on: plannedOn, writtenOn, days },
    lastDoseOn: lastDose?.on,
    lackingDaysOf: (name) => facts[name]?.lackingDays,
    productOf: (name) => (facts[name]?.isProductKnown ? facts[name]?.product : undefined),
  };
  const facts = source.facts.orders((name) =>
    name === source.definitions.exposure.order ? subject : orderNamed(source, name, around),
  );
  return facts;
}

/** Whether a test is ordered, and not so long ago that it must have been forgotten. */
export function isTestOrdered({
  session,
  active,
  calendar,
  limit,
}: OrderContext): (valueSet: string) => boolean {
  let ordered: ReadonlySet<string> | undefined;
  const oldest = plusDays(calendar.today, -limit('pendingOrderDays'));
  const isRecent = ({ isInSession, writtenOn }: OrderEntry): boolean =>
    isInSession || writtenOn === undefined || writtenOn >= oldest;
  return (valueSet) => {
    ordered ??= new Set(
      [...session, ...active('ServiceRequest')].filter(isRecent).flatMap(({ coded }) => coded.sets),
    );
    return ordered.has(valueSet);
  };
}
