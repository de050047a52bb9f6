import { plusDays } from './clinical-date.js';
import type { OrderEntry } from './order-entry.js';
import type { OrderSearch } from './order-search.js';

/** Whether a test is ordered, and not so long ago that it must have been forgotten. */
export function isTestOrdered({
  session,
  active,
  calendar,
  limit,
}: OrderSearch): (valueSet: string) => boolean {
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
