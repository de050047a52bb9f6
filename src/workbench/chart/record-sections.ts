import type { Deck } from '../../deck/deck.js';
import type { ScreenedPicture } from '../../deck/screened-picture.js';
import { resourceTypeOf } from '../../gather/query-template.js';
import type { CodedResource } from '../../picture/coded-resource.js';
import { isDrug } from '../../picture/drug-match.js';
import { isUnknown } from '../../picture/fact.js';
import { newestFirst } from '../../picture/lab-result.js';
import type { PatientRecord } from '../../picture/patient-record.js';
import type { SiteCalendar } from '../../picture/site-calendar.js';
import { sourceOf } from '../../picture/source.js';
import { withoutSemanticTag } from '../../picture/terminology.js';

/** One entry of the record, in words. */
export interface RecordRow {
  readonly reference: string;
  readonly what: string;
  readonly on?: string;
  readonly status?: string;
  /** The facts that rest on it, by their names. */
  readonly facts: readonly string[];
}

export interface RecordSection {
  readonly title: string;
  readonly rows: readonly RecordRow[];
}

/** The record by kind of resource, under the names its queries have; the newest first. */
export function recordSections(
  deck: Deck,
  record: PatientRecord,
  picture: ScreenedPicture,
  calendar: SiteCalendar,
): readonly RecordSection[] {
  const { definitions, subjectDrug } = deck.source;
  const facts = factsBySource(Object.keys(definitions.history), picture);
  const seen = new Set<string>();
  return Object.values(definitions.queries).flatMap(({ template, name }) => {
    const type = resourceTypeOf(template);
    if (seen.has(type) || type === 'Patient' || type === 'Observation') return [];
    seen.add(type);
    const rows = record
      .ofType(type)
      // Doses of the drug itself have their own line.
      .filter((coded) => !(isDose(type, deck) && isDrug(subjectDrug, coded)))
      .map((coded) => rowOf(coded, deck, facts, calendar))
      .sort((a, b) => newestFirst({ on: a.on ?? '' }, { on: b.on ?? '' }));
    return rows.length === 0 ? [] : [{ title: name, rows }];
  });
}

function isDose(type: string, { source }: Deck): boolean {
  const { administered, supplied } = source.definitions.exposure;
  return [...administered, ...supplied].some(({ resource }) => resource === type);
}

function rowOf(
  { resource, words }: CodedResource,
  { source }: Deck,
  facts: ReadonlyMap<string, readonly string[]>,
  calendar: SiteCalendar,
): RecordRow {
  const reference = sourceOf(resource);
  const read = source.dates.get(resource.resourceType);
  const days = { plannedOn: calendar.today, today: calendar.today };
  const on = (read?.(resource, days) ?? [])
    .map((date) => calendar.dayOf(String(date), 'last-day'))
    .find((day) => day !== undefined);
  const status = statusOf(resource);
  return {
    reference,
    what: withoutSemanticTag(words[0] ?? reference),
    ...(on !== undefined && { on }),
    ...(status !== undefined && { status }),
    facts: facts.get(reference) ?? [],
  };
}

function statusOf(resource: object): string | undefined {
  const { clinicalStatus, status } = resource as {
    readonly clinicalStatus?: { readonly coding?: readonly { readonly code?: unknown }[] };
    readonly status?: unknown;
  };
  const [coding] = Array.isArray(clinicalStatus?.coding) ? clinicalStatus.coding : [];
  const code = coding?.code ?? status;
  return typeof code === 'string' ? code : undefined;
}

function factsBySource(
  factNames: readonly string[],
  { history }: ScreenedPicture,
): ReadonlyMap<string, readonly string[]> {
  const bySource = new Map<string, readonly string[]>();
  for (const name of factNames) {
    const fact = history[name];
    if (fact?.source === undefined || isUnknown(fact) || fact.isPresent !== true) continue;
    const names = bySource.get(fact.source) ?? [];
    if (!names.includes(fact.name)) bySource.set(fact.source, [...names, fact.name]);
  }
  return bySource;
}
