import type { Gathered } from '../gather/prefetch-outcome.js';
import type { HookRequest } from '../request/hook-request.js';
import { callOrders } from './call-orders.js';
import type { ClinicalDate } from './clinical-date.js';
import type { ExposureFact } from './exposure-fact.js';
import { factAtPath } from './fact-path.js';
import type { GroupFact } from './group-fact.js';
import type { HistoryFact } from './history-fact.js';
import { historyFacts } from './history-facts.js';
import type { LabFact } from './lab-fact.js';
import { labFacts } from './lab-facts.js';
import type { OrderFact } from './order-fact.js';
import { orderFacts } from './order-facts.js';
import { isTestOrdered } from './ordered-tests.js';
import { patientExposure } from './patient-exposure.js';
import { type PatientFact, patientFact } from './patient-fact.js';
import { indexRecord } from './patient-record.js';
import type { PictureSource } from './picture-source.js';
import type { SiteCalendar } from './site-calendar.js';

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
 * given, then tests, whose windows depend on both, then the history, which may count from a test; an order
 * may be placed by what was found.
 */
export function pictureOf(source: PictureSource, input: PictureInput): Picture {
  const { request, gathered, calendar } = input;
  const { definitions, terminology, limit } = source;
  const record = indexRecord(gathered, request.context.patientId, terminology);
  const ordered = callOrders(source, input, record);
  const { subject, signed, plannedOn, search } = ordered;
  const { recordsOf, gap } = search;
  const exposure = patientExposure(
    definitions.exposure,
    {
      record,
      calendar,
      drug: source.subjectDrug,
      limit,
      recordsOf,
      plannedOn: ordered.isOnOrder ? plannedOn : undefined,
    },
    signed.isPresent === true,
    {
      on: plannedOn,
      doses: subject.plannedDoses ?? [],
      product: subject.product,
      onOrder: ordered.onOrder,
      isOnOrderAfter: ordered.isOnOrderAfter,
      unreadOrder: ordered.unreadOrder,
    },
  );
  const patient = patientFact(record, 'patient', calendar);
  const tests = labFacts(source, {
    record,
    calendar,
    terminology,
    limit,
    readings: source.readings,
    units: source.units,
    person: patient,
    isChart: request.hook === 'patient-view',
    startOn: exposure.isRestarting ? plannedOn : (exposure.firstDose?.on ?? plannedOn),
    recordsOf,
    isOrdered: isTestOrdered(search),
  });
  const { labs, groups } = tests;
  const history = historyFacts(source, { record, calendar, exposure, plannedOn, labs: tests, gap });
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
    orders: orderFacts(source, ordered, exposure, (path) => factAtPath(path, { labs, groups, history }).on),
    labs,
    groups,
    history,
  };
}
