import type { Journal } from '../../src/journal/journal.js';
import type { CardResponse, Tally } from '../../src/journal/tally.js';

export const EMPTY: Tally = { calls: [], cards: [], suggestions: [], reasons: [], unmatched: [] };

/** Cards of one topic at one EHR. */
export function cards(
  topic: string,
  counts: Partial<Record<CardResponse, number>>,
  ehr = 'General Hospital',
): Tally['cards'] {
  return (['accepted', 'overridden', 'ignored'] as const).flatMap((response) => {
    const number = counts[response] ?? 0;
    return number === 0 ? [] : [{ ehr, topic, response, cards: number }];
  });
}

/** A journal that knows two periods: the one asked for first, then the one before. */
export function journalOf(current: Partial<Tally>, previous: Partial<Tally> = {}): Pick<Journal, 'tally'> {
  const tallies = [
    { ...EMPTY, ...current },
    { ...EMPTY, ...previous },
  ];
  return { tally: async () => tallies.shift() ?? EMPTY };
}
