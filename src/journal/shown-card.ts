import type { Card, Evidence } from '../request/hook-response.js';
import type { ShownCard, ShownFact } from './journal.js';
import type { OfferedLabel } from './offered-labels.js';

const EVIDENCE = 'org.ocrelizumab-cds.evidence';

export interface CardContext {
  readonly labelOf: OfferedLabel;
  /** How many days old a fact was on the day of the call, by the site's calendar. */
  readonly ageDaysOf: (fact: string) => number | undefined;
}

/**
 * What the journal may know of a card: never its text, which quotes the record, nor
 * dates, references or results as reported. Only what is named here passes.
 */
export function shownCardOf(card: Card, { labelOf, ageDaysOf }: CardContext): ShownCard {
  const topic = card.source.topic.code ?? '';
  return {
    uuid: card.uuid,
    topic,
    indicator: card.indicator,
    suggestions: (card.suggestions ?? []).map(({ uuid, label }) => ({ uuid, label: labelOf(topic, label) })),
    facts: evidenceOf(card).map((evidence) => shownFactOf(evidence, ageDaysOf(evidence.fact))),
  };
}

function evidenceOf(card: Card): readonly Evidence[] {
  const evidence = card.extension?.[EVIDENCE];
  return Array.isArray(evidence) ? evidence : [];
}

function shownFactOf({ fact, state, value }: Evidence, ageDays: number | undefined): ShownFact {
  return {
    name: fact,
    state,
    ...(ageDays !== undefined && { ageDays }),
    ...(typeof value === 'number' && { value }),
  };
}
