import type { Deck } from '../../deck/deck.js';
import type { ScreenedPicture } from '../../deck/screened-picture.js';
import type { LabDefinition } from '../../facts/lab-definition.js';
import { FAILURE_WORDS } from '../../gather/failure-words.js';
import type { Gathered } from '../../gather/prefetch-outcome.js';
import { type LabContext, reportableGaps } from '../../picture/lab-context.js';
import type { LabFact } from '../../picture/lab-fact.js';
import { indexRecord } from '../../picture/patient-record.js';
import type { SiteCalendar } from '../../picture/site-calendar.js';
import type { HookRequest } from '../../request/hook-request.js';
import { type DraftOrder, draftOrders } from './draft-orders.js';
import { type LabPoint, labPoints } from './lab-points.js';
import { type RecordSection, recordSections } from './record-sections.js';

/** One test with what is known of it. */
export interface ChartLab {
  readonly fact: LabFact;
  readonly definition: LabDefinition;
  readonly points: readonly LabPoint[];
  /** What the newest value is held against, where that is no limit of the laboratory. */
  readonly alarmLimit?: string;
}

export interface LabSection {
  readonly title: string;
  readonly labs: readonly ChartLab[];
}

/** A record that the call did not bring, or not in full. */
export interface Gap {
  readonly name: string;
  readonly reason: string;
}

/** What the service sees of a patient, for people: the same facts that its cards read. */
export interface Chart {
  readonly patient: ScreenedPicture['patient'];
  readonly exposure: ScreenedPicture['exposure'];
  readonly today: string;
  /** The day of the dose in hand, where one is. */
  readonly plannedOn?: string;
  readonly plannedDose?: string;
  readonly drafts: readonly DraftOrder[];
  readonly labs: readonly LabSection[];
  readonly records: readonly RecordSection[];
  readonly gaps: readonly Gap[];
}

export interface ChartInput {
  readonly request: Pick<HookRequest, 'hook' | 'context'>;
  readonly gathered: Gathered;
  readonly picture: ScreenedPicture;
  readonly calendar: SiteCalendar;
}

/** Reads the facts of a call once more, for the eye: every result and not only the one that counts. */
export function chartOf(deck: Deck, { request, gathered, picture, calendar }: ChartInput): Chart {
  const { definitions, terminology, readings, units, limit } = deck.source;
  const { templates } = deck.hooks[request.hook];
  const record = indexRecord(gathered, request.context.patientId, terminology);
  const context: LabContext = {
    record,
    calendar,
    terminology,
    readings,
    units,
    limit,
    person: picture.patient,
    isChart: request.hook === 'patient-view',
    startOn: picture.exposure.firstDose?.on ?? calendar.today,
    recordsOf: (query) => definitions.queries[query]?.name ?? query,
    isOrdered: () => false,
  };
  const subject = picture.orders[definitions.exposure.order];
  const signed = picture.orders[definitions.exposure.activeOrder];
  const planned = subject?.isPresent ? subject : signed;
  return {
    patient: picture.patient,
    exposure: picture.exposure,
    today: calendar.today,
    ...(planned?.plannedOn !== undefined && { plannedOn: planned.plannedOn }),
    ...(planned?.dose !== undefined && { plannedDose: planned.dose }),
    drafts: draftOrders(request, terminology),
    labs: Object.keys(templates).flatMap((query) => {
      const labs = Object.entries(definitions.labs)
        .filter(([, lab]) => lab.query === query)
        .flatMap(([name, definition]): readonly ChartLab[] => {
          const fact = picture.labs[name];
          if (!fact) return [];
          const points = definition.kind === 'quantity' ? labPoints(definition, context) : [];
          const alarm = alarmLimitOf(definition, definitions.limits);
          return [{ fact, definition, points, ...(alarm !== undefined && { alarmLimit: alarm }) }];
        });
      return labs.length === 0 ? [] : [{ title: context.recordsOf(query), labs }];
    }),
    records: recordSections(deck, record, picture, calendar),
    gaps: [...reportableGaps(record, definitions.queries)]
      .filter(([key]) => key in gathered)
      .map(([key, failure]) => ({ name: context.recordsOf(key), reason: FAILURE_WORDS[failure] })),
  };
}

function alarmLimitOf(
  lab: LabDefinition,
  limits: Deck['source']['definitions']['limits'],
): string | undefined {
  const limit = lab.kind === 'quantity' && lab.alarmLimit !== undefined ? limits[lab.alarmLimit] : undefined;
  return limit && `${limit.value} ${limit.unit}`;
}
