import { FAILURE_WORDS } from '../gather/failure-words.js';
import { type Fact, isUnknown } from './fact.js';
import type { HistoryFact } from './history-fact.js';
import { type History, type HistoryContext, means, NOTHING_EXTRACTED } from './history-search.js';

/** Not found, or not to be found: where a record is missing it may be there. */
export function notFound(history: History, context: HistoryContext): HistoryFact {
  const gap = history.optional ? undefined : gapAmong(history, context);
  if (!gap) return absent(history);
  const { reason, failure, records } = gap;
  return { name: history.name, state: 'unavailable', reason, failure, records, extracted: NOTHING_EXTRACTED };
}

/** Searched, and not there. */
export function absent({ name, waits }: History): HistoryFact {
  return {
    name,
    state: 'absent',
    isPresent: false,
    isEnded: false,
    count: 0,
    isWaiting: waits ? false : undefined,
    extracted: NOTHING_EXTRACTED,
  };
}

/** Why it may be there although it was not found, if it may. */
function gapAmong(
  history: History,
  { queries, lab, gap }: HistoryContext,
): Pick<Fact, 'reason' | 'failure' | 'records'> | undefined {
  for (const source of history.any) {
    if ('lab' in source) {
      const fact = lab(source.lab);
      const { reason = 'not known', failure, records } = fact;
      const isOpen = isUnknown(fact) || (means(fact, source.is) && fact.on === undefined);
      if (isOpen) return { reason, failure, records };
      continue;
    }
    const failure = gap(source.query);
    if (failure)
      return {
        reason: FAILURE_WORDS[failure],
        failure,
        records: queries[source.query]?.name ?? source.query,
      };
  }
  return undefined;
}
