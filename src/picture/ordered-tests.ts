import { plusDays } from './clinical-date.js';
import { isWrittenSince } from './order-age.js';
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
  return (valueSet) => {
    ordered ??= new Set(
      [...session, ...active('ServiceRequest')]
        .filter((entry) => isWrittenSince(oldest, entry))
        .flatMap(({ coded }) => coded.sets),
    );
    return ordered.has(valueSet);
  };
}
