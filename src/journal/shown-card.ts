import { DateTime } from 'luxon';
import type { Card, Evidence } from '../request/hook-response.js';
import type { ShownCard, ShownFact } from './journal.js';

const EVIDENCE = 'org.ocrelizumab-cds.evidence';

/**
 * What the journal may know of a card: never its text, which quotes the record, nor
 * dates, references or results as reported. Only what is named here passes.
 */
export function shownCardOf(card: Card, today: DateTime): ShownCard {
  return {
    uuid: card.uuid,
    topic: card.source.topic.code ?? '',
    indicator: card.indicator,
    suggestions: (card.suggestions ?? []).map(({ uuid, label }) => ({ uuid, label })),
    facts: evidenceOf(card).map((evidence) => shownFactOf(evidence, today)),
  };
}

function evidenceOf(card: Card): readonly Evidence[] {
  const evidence = card.extension?.[EVIDENCE];
  return Array.isArray(evidence) ? evidence : [];
}

function shownFactOf({ fact, state, value, on }: Evidence, today: DateTime): ShownFact {
  const ageDays = on === undefined ? undefined : ageInDays(on, today);
  return {
    name: fact,
    state,
    ...(ageDays !== undefined && { ageDays }),
    ...(typeof value === 'number' && { value }),
  };
}

/** Whole days between the calendar days, as the wall clock where the test was dated reads. */
function ageInDays(on: string, today: DateTime): number | undefined {
  const date = DateTime.fromISO(on.slice(0, 10), { zone: 'utc' });
  if (!date.isValid) return undefined;
  const day = DateTime.utc(today.year, today.month, today.day);
  return Math.round(day.diff(date, 'days').days);
}
