import type { Duration, MedicationRequest, MedicationStatement, Period } from 'fhir/r4.js';
import type { Span } from '../facts/span.js';
import type { Resource } from '../fhir/resource.js';
import { type ClinicalDate, daysBetween, plusDays } from './clinical-date.js';
import { dosagesOf } from './dosage.js';
import type { WindowContext } from './record-window.js';
import type { SiteCalendar } from './site-calendar.js';
import { later } from './span.js';

/** A map: a unit comes from outside, and "constructor" must find nothing. */
const DAYS_PER: ReadonlyMap<string, number> = new Map([
  ['h', 1 / 24],
  ['d', 1],
  ['wk', 7],
  ['mo', 30],
  ['a', 365],
]);
/** A course beyond this has no end that matters, and to count its days would hold up all calls. */
const LONGEST_COURSE_DAYS = 36_525;

/** Whether a course goes on for longer than a span; one whose length nobody wrote down does not. */
export function isLongCourse(
  resource: Resource,
  begunOn: ClinicalDate | undefined,
  span: Span,
  { calendar, limit }: Pick<WindowContext, 'calendar' | 'limit'>,
): boolean {
  const length = courseDays(resource, begunOn, calendar);
  return length !== undefined && later(calendar.today, span, limit) < plusDays(calendar.today, length);
}

/**
 * How many whole days a course of a drug lasts, the last one begun: as the order states it (bounds, supply); else, where it is
 * repeated without an end and still open, the days since it began. A single dose has no length.
 */
export function courseDays(
  resource: Resource,
  begunOn: ClinicalDate | undefined,
  calendar: SiteCalendar,
): number | undefined {
  if (resource.resourceType !== 'MedicationRequest' && resource.resourceType !== 'MedicationStatement') {
    return undefined;
  }
  const stated = [...statedDays(resource, calendar)];
  if (stated.length > 0) return Math.min(Math.ceil(Math.max(...stated)), LONGEST_COURSE_DAYS);
  return isOpenRepeat(resource) && begunOn !== undefined ? daysBetween(begunOn, calendar.today) : undefined;
}

function* statedDays(
  resource: MedicationRequest | MedicationStatement,
  calendar: SiteCalendar,
): Iterable<number> {
  for (const { timing } of dosagesOf(resource)) {
    const period = days(timing?.repeat?.boundsPeriod, calendar);
    if (period !== undefined) yield period;
    const length = inDays(timing?.repeat?.boundsDuration);
    if (length !== undefined) yield length;
  }
  if (resource.resourceType === 'MedicationStatement') {
    const taken = days(resource.effectivePeriod, calendar);
    if (taken !== undefined) yield taken;
    return;
  }
  const supply = inDays(resource.dispenseRequest?.expectedSupplyDuration);
  const repeats = resource.dispenseRequest?.numberOfRepeatsAllowed;
  if (supply !== undefined) yield supply * (1 + (isCount(repeats) ? repeats : 0));
}

function isCount(value: unknown): value is number {
  return typeof value === 'number' && value >= 0;
}

/** Taken at a rhythm (daily, twice a week), and nothing says until when. */
function isOpenRepeat(resource: MedicationRequest | MedicationStatement): boolean {
  if (resource.status !== 'active') return false;
  return dosagesOf(resource).some(({ timing }) => {
    const repeat = timing?.repeat;
    return repeat?.count === undefined && (repeat?.frequency !== undefined || repeat?.period !== undefined);
  });
}

function days(period: Period | undefined, calendar: SiteCalendar): number | undefined {
  const from = calendar.dayOf(period?.start);
  const until = calendar.dayOf(period?.end, 'last-day');
  return from !== undefined && until !== undefined && until >= from ? daysBetween(from, until) : undefined;
}

function inDays(length: Duration | undefined): number | undefined {
  const factor = DAYS_PER.get(length?.code ?? '');
  return isCount(length?.value) && factor !== undefined ? length.value * factor : undefined;
}
