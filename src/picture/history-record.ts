import type { HistorySource } from '../facts/history-definition.js';
import { refersTo } from '../fhir/references.js';
import type { Resource } from '../fhir/resource.js';
import { type ClinicalDate, daysBetween, plusDays } from './clinical-date.js';
import { codingKeys } from './code-elements.js';
import type { CodedResource } from './coded-resource.js';
import { isLongCourse } from './course.js';
import { type Drug, isDrug, shortName } from './drug-match.js';
import type { PatientRecord } from './patient-record.js';
import { dayOf, daysOf } from './record-day.js';
import type { RecordExpression } from './record-expression.js';
import { isWithin, type WindowContext, windowStart } from './record-window.js';

/** A source with its expressions compiled once. */
export interface RecordSource extends Omit<HistorySource, 'where' | 'date' | 'firstAmong' | 'linkedTo'> {
  readonly where: readonly RecordExpression[];
  readonly date?: RecordExpression;
  readonly firstAmong?: readonly RecordExpression[];
  readonly linkedTo?: {
    readonly resource: string;
    readonly where: readonly RecordExpression[];
    readonly by: RecordExpression;
    readonly from: RecordExpression;
  };
}

export interface RecordContext extends WindowContext {
  readonly record: PatientRecord;
  readonly drugs: ReadonlyMap<string, Drug>;
  readonly dates: ReadonlyMap<string, RecordExpression>;
  /** Days of doses given, for reactions that follow one. */
  readonly doseDays: readonly ClinicalDate[];
}

export interface FoundRecord {
  readonly coded: CodedResource;
  readonly on?: ClinicalDate;
  readonly name: string;
}

/** The records of one source that meet its conditions. */
export function recordsOf(source: RecordSource, context: RecordContext): readonly FoundRecord[] {
  const about = meantBy(source, context);
  if (about.length === 0) return [];
  const latest = plusDays(context.calendar.today, 1);
  const meant = about
    .map((coded): FoundRecord => {
      const on = dayOf(coded.resource, source, context, latest);
      const drug = source.drug === undefined ? undefined : context.drugs.get(source.drug);
      const name = shortName(drug, coded) ?? source.resource;
      return { coded, name, on };
    })
    .filter(({ on }) => on === undefined || on <= latest);
  const { firstAmong } = source;
  const earlier = firstAmong ? meant.filter(({ coded }) => meets(coded, firstAmong, context)) : [];
  return meant
    .filter(({ coded }) => meets(coded, source.where, context))
    .filter(({ coded }) => isLinked(coded.resource, source, context))
    .filter((found) => !earlier.some((other) => isSameBefore(other, found)))
    .filter(({ on }) => isWithin(on, source.within, source.undated, context))
    .filter(
      ({ on }) => !source.olderThan || (on !== undefined && on < windowStart(source.olderThan, context)),
    )
    .filter(
      ({ coded, on }) => !source.longerThan || isLongCourse(coded.resource, on, source.longerThan, context),
    )
    .filter(
      ({ on }) => !source.onDaysAfter || followsDose(on, context.limit(source.onDaysAfter.days), context),
    )
    .filter(
      ({ on }) =>
        !source.notOnDaysAfter || !followsDose(on, context.limit(source.notOnDaysAfter.days), context),
    );
}

function meets(coded: CodedResource, filters: readonly RecordExpression[], context: RecordContext): boolean {
  const known = knownOf(coded, context);
  return filters.every((filter) => filter(coded.resource, known)[0] === true);
}

/** What a filter may ask beside the record itself: the days, and what the record's references lead to. */
function knownOf(
  { resource, hasUnreadSuspect }: CodedResource,
  context: RecordContext,
): Readonly<Record<string, string>> {
  const days = daysOf(context);
  if (resource.resourceType !== 'AdverseEvent') return days;
  return { ...days, suspect: hasUnreadSuspect ? 'unread' : 'read' };
}

/** By code or by drug; where a source names neither, its filters alone decide. */
function meantBy(source: RecordSource, { record, drugs }: RecordContext): readonly CodedResource[] {
  const { resource, codes, notCodes } = source;
  const drug = source.drug === undefined ? undefined : drugs.get(source.drug);
  let about: readonly CodedResource[];
  if (drug) {
    const all = record.ofType(resource);
    if (all.length === 0) return all;
    about = all.filter((coded) => (codes !== undefined && coded.sets.includes(codes)) || isDrug(drug, coded));
  } else {
    about = codes === undefined ? record.ofType(resource) : record.ofTypeIn(resource, codes);
  }
  if (notCodes === undefined || about.length === 0) return about;
  const excluded = [notCodes].flat();
  return about.filter(({ sets }) => !excluded.some((set) => sets.includes(set)));
}

/** Whether the record belongs to a resource that meets further conditions, whichever of the two names the other. */
function isLinked(resource: Resource, { linkedTo }: RecordSource, context: RecordContext): boolean {
  if (!linkedTo) return true;
  const days = daysOf(context);
  const { fullUrlOf } = context.record;
  return context.record
    .ofType(linkedTo.resource)
    .filter((other) => meets(other, linkedTo.where, context))
    .some(
      (other) =>
        linkedTo.by(resource, days).some((reference) => refersTo(reference, other.resource, fullUrlOf)) ||
        linkedTo.from(other.resource, days).some((reference) => refersTo(reference, resource, fullUrlOf)),
    );
}

/** What was there under the same code before is not new when it is recorded again. */
function isSameBefore(other: FoundRecord, found: FoundRecord): boolean {
  if (other.on === undefined || found.on === undefined || other.on >= found.on) return false;
  const keys = codingKeys(found.coded.resource);
  return codingKeys(other.coded.resource).some((key) => keys.includes(key));
}

function followsDose(on: ClinicalDate | undefined, days: number, { doseDays }: RecordContext): boolean {
  return on !== undefined && doseDays.some((dose) => on >= dose && daysBetween(dose, on) <= days);
}
