import { isId } from '../fhir/repeats.js';
import { REFERRED_MEDICATIONS } from '../gather/prefetch-outcome.js';
import { draftEntries, draftsOf } from '../request/session-drafts.js';
import type { ClinicalDate } from './clinical-date.js';
import type { CodedResource } from './coded-resource.js';
import { type DosesOnOrder, dosesOnOrder } from './doses-on-order.js';
import { gapIn, reportableGaps } from './lab-context.js';
import { activeOrder, type OrderEntry, sessionOrders } from './order-entry.js';
import type { OrderContext, OrderFact } from './order-fact.js';
import { definitionOf, orderNamed } from './order-facts.js';
import { idOf, orderOfUnread, ordersThatMeet } from './order-search.js';
import type { PatientRecord } from './patient-record.js';
import type { PictureInput } from './picture.js';
import type { PictureSource } from './picture-source.js';

/** What the orders of a call say of the drug, before anything is known of its doses. */
export interface CallOrders {
  /** The order of the drug on the screen. */
  readonly subject: OrderFact;
  /** A signed order of it that is still open. */
  readonly signed: OrderFact;
  readonly isOnOrder: boolean;
  /** Where none is known, an open order of the record of a drug that nobody can read. */
  readonly unreadOrder: CodedResource | undefined;
  /** Day of the dose that is judged: ordered, else signed, else today. */
  readonly plannedOn: ClinicalDate;
  /** Its doses on the screen, and those signed for a coming day. */
  readonly onOrder: DosesOnOrder;
  /** Whether a signed order is for a dose that is to come after a day. */
  readonly isOnOrderAfter: (day: ClinicalDate) => boolean;
  /** Where orders are searched, on the screen and in the record. */
  readonly search: OrderContext;
}

export function callOrders(source: PictureSource, input: PictureInput, record: PatientRecord): CallOrders {
  const { definitions } = source;
  const { exposure } = definitions;
  const search = searchOf(source, input, record);
  const subject = orderNamed(source, exposure.order, search);
  const signed = orderNamed(source, exposure.activeOrder, search);
  const isOnOrder = subject.isPresent === true || signed.isPresent === true;
  return {
    subject,
    signed,
    isOnOrder,
    unreadOrder: isOnOrder ? undefined : orderOfUnread(definitionOf(source, exposure.activeOrder), search),
    plannedOn: subject.plannedOn ?? signed.plannedOn ?? input.calendar.today,
    onOrder: dosesOnOrder(
      {
        inHand: definitionOf(source, exposure.order),
        signed: definitionOf(source, exposure.activeOrder),
      },
      source.subjectDrug,
      search,
    ),
    isOnOrderAfter: (day) =>
      signed.isPresent === true &&
      ordersThatMeet(
        { ...definitionOf(source, exposure.activeOrder), ahead: true },
        { ...search, lastDoseOn: day },
      ).length > 0,
    search,
  };
}

function searchOf(source: PictureSource, input: PictureInput, record: PatientRecord): OrderContext {
  const { request, calendar } = input;
  const { definitions, terminology, drugs, routes, limit } = source;
  const onScreen = sessionOrders({
    patientId: request.context.patientId,
    draftOrders: draftsOf(request),
    draftEntries: draftEntries(request),
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
      .filter((entry) => !isId(entry.coded.resource.id) || !onScreen.has(idOf(entry)));
    open.set(type, orders);
    return orders;
  };
}
