import type { Duration, MedicationRequest, MedicationStatement, Period } from 'fhir/r4.js';
import type { Span } from '../deck/fact-definitions.js';
import type { Resource } from '../request/hook-request.js';
import { type ClinicalDate, daysBetween, plusDays } from './clinical-date.js';
import { dosagesOf } from './dosage.js';
import type { WindowContext } from './record-window.js';
import type { SiteCalendar } from './site-calendar.js';
import { later } from './span.js';

const DAYS_PER: Readonly<Record<string, number>> = { h: 1 / 24, d: 1, wk: 7, mo: 30, a: 365 };

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
 * How many days a course of a drug lasts: as the order states it (bounds, supply); else, where it is
 * repeated without an end and still open, the days since it began. A single dose has no length.
 */
function courseDays(
  resource: Resource,
  begunOn: ClinicalDate | undefined,
  calendar: SiteCalendar,
): number | undefined {
  if (resource.resourceType !== 'MedicationRequest' && resource.resourceType !== 'MedicationStatement') {
    return undefined;
  }
  const stated = [...statedDays(resource, calendar)];
  if (stated.length > 0) return Math.max(...stated);
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
  if (supply !== undefined) yield supply * (1 + (resource.dispenseRequest?.numberOfRepeatsAllowed ?? 0));
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
  return from !== undefined && until !== undefined ? daysBetween(from, until) : undefined;
}

function inDays(length: Duration | undefined): number | undefined {
  const factor = DAYS_PER[length?.code ?? ''];
  return typeof length?.value === 'number' && factor !== undefined ? length.value * factor : undefined;
}
