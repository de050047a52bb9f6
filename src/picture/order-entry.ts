import { type Entries, fullUrlsIn } from '../fhir/full-urls.js';
import { isAbout, type MedicationLookup, medicationLookup } from '../fhir/references.js';
import { repeats } from '../fhir/repeats.js';
import type { Resource } from '../fhir/resource.js';
import { selectedOrders } from '../request/selected-orders.js';
import type { ClinicalDate } from './clinical-date.js';
import { type CodedResource, codedResource } from './coded-resource.js';
import { type PlannedDate, plannedDate } from './planned-date.js';
import type { SiteCalendar } from './site-calendar.js';
import type { Terminology } from './terminology.js';

/** An order on the screen or in the record, with what every rule about orders needs of it. */
export interface OrderEntry {
  readonly coded: CodedResource;
  /** On the screen, not yet signed. */
  readonly isInSession: boolean;
  /** At order-select: among those just selected. Otherwise every order of the session is. */
  readonly isSelected: boolean;
  /** It names somebody else than the patient of the call. */
  readonly isForAnother: boolean;
  readonly planned: PlannedDate;
  readonly writtenOn?: ClinicalDate;
}

export interface SessionContext {
  readonly patientId: string;
  readonly draftOrders: readonly Resource[];
  /** The entries they came in. */
  readonly draftEntries: readonly Entries[];
  readonly selections: readonly string[] | undefined;
  readonly calendar: SiteCalendar;
  readonly terminology: Terminology;
  /** Resources of the record, for medications that an order only refers to. */
  readonly recordMedications: MedicationLookup;
}

/** No longer to be carried out. A revised order that is re-signed may be active: it still is one. */
const CLOSED = new Set(['cancelled', 'entered-in-error', 'stopped', 'completed', 'revoked']);
const ORDER_TYPES = new Set(['MedicationRequest', 'ServiceRequest', 'ImmunizationRecommendation']);

/** The orders of the session, at any position, in any draft-like status; what must not be done is no order. */
export function sessionOrders(context: SessionContext): readonly OrderEntry[] {
  const fullUrlOf = fullUrlsIn(context.draftEntries);
  const siblings = medicationLookup(context.draftOrders, context.draftEntries);
  const medications: MedicationLookup = (owner, reference) =>
    siblings(owner, reference) ?? context.recordMedications(owner, reference);
  const { isSelected } = selectedOrders(context.selections, context.draftOrders, fullUrlOf);
  const isOwn = isAbout(context.patientId, () => context.draftEntries);
  // An entry that is sent twice is one order, and no duplicate to warn of.
  const isRepeat = repeats(fullUrlOf);
  return context.draftOrders
    .filter((resource) => ORDER_TYPES.has(resource.resourceType) && !isRepeat(resource))
    .filter(isOpen)
    .map((resource) => {
      const coded = codedResource(resource, context.terminology, medications);
      return new ReadOrder(coded, true, isSelected(resource), !isOwn(resource), context.calendar);
    });
}

/** An order or a listed medication of the record that is still to be carried out or taken. */
export function activeOrder(coded: CodedResource, calendar: SiteCalendar): OrderEntry | undefined {
  const { resource } = coded;
  const status = (resource as { status?: string }).status;
  const isActive = status === 'active' || (resource.resourceType === 'ServiceRequest' && status === 'draft');
  if (!isActive || !isOpen(resource)) return undefined;
  return new ReadOrder(coded, false, false, false, calendar);
}

/** Most orders of a record are of other drugs: when one is planned is read when somebody asks. */
class ReadOrder implements OrderEntry {
  #planned: PlannedDate | undefined;

  constructor(
    readonly coded: CodedResource,
    readonly isInSession: boolean,
    readonly isSelected: boolean,
    readonly isForAnother: boolean,
    private readonly calendar: SiteCalendar,
  ) {}

  get planned(): PlannedDate {
    this.#planned ??= plannedDate(this.coded.resource, this.calendar);
    return this.#planned;
  }

  get writtenOn(): ClinicalDate | undefined {
    return this.calendar.dayOf((this.coded.resource as { authoredOn?: string }).authoredOn);
  }
}

function isOpen(resource: Resource): boolean {
  const { status, doNotPerform } = resource as { status?: string; doNotPerform?: boolean };
  return doNotPerform !== true && !(typeof status === 'string' && CLOSED.has(status));
}
