import type { ClinicalDate } from './clinical-date.js';
import type { ExposureFact } from './exposure-fact.js';
import type { Fact } from './fact.js';
import { factAtPath } from './fact-path.js';
import { historyAnchors } from './history-anchors.js';
import { type HistoryFact, historyFact } from './history-fact.js';
import type { History, HistoryContext } from './history-search.js';
import { factNamed, type LabFacts } from './lab-facts.js';
import type { PatientRecord } from './patient-record.js';
import type { PictureSource } from './picture-source.js';
import type { SiteCalendar } from './site-calendar.js';

/** What the history is seen from. */
export interface HistoryGround {
  readonly record: PatientRecord;
  readonly calendar: SiteCalendar;
  readonly exposure: ExposureFact;
  readonly plannedOn: ClinicalDate;
  readonly labs: LabFacts;
  readonly gap: HistoryContext['gap'];
}

/** The facts of the history, each made when a card asks for it; one may count from a dose, a test or another of them. */
export function historyFacts(
  source: PictureSource,
  { record, calendar, exposure, plannedOn, labs: { labs, groups }, gap }: HistoryGround,
): Readonly<Record<string, HistoryFact>> {
  const { definitions, drugs, dates, limit } = source;
  const context: HistoryContext = {
    record,
    calendar,
    drugs,
    queries: definitions.queries,
    gap,
    dates,
    limit,
    plannedOn,
    doseDays: exposure.doses.flatMap(({ on }) => on ?? []),
    lab: (name) => factNamed(labs, name),
  };
  const anchorAt = (path: string): Fact => factAtPath(path, { labs, groups, history });
  const anchorsOf = (definition: History) => historyAnchors(definition, exposure, anchorAt, limit);
  const history: Readonly<Record<string, HistoryFact>> = source.facts.history((name) => {
    const definition = source.history.get(name);
    if (!definition) throw new Error(`history fact ${name} is not defined`);
    return historyFact(definition, context, anchorsOf);
  });
  return history;
}
