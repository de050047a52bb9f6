import type { CardCount, ReasonCount, SuggestionCount, Tally } from '../journal/tally.js';

/** Each card counts once: accepted, overridden, or ignored; together they are `shown`. */
export interface CardCounts {
  readonly shown: number;
  readonly accepted: number;
  readonly overridden: number;
  readonly ignored: number;
}

export interface SuggestionReport {
  readonly label: string;
  readonly offered: number;
  readonly accepted: number;
}

export interface ReasonReport {
  /** Absent where the user gave a comment only, or nothing. */
  readonly system?: string;
  readonly code?: string;
  readonly display: string;
  readonly cards: number;
}

export interface TopicReport extends CardCounts {
  readonly topic: string;
  readonly suggestions: readonly SuggestionReport[];
  readonly reasons: readonly ReasonReport[];
  readonly previous: CardCounts;
}

/** One report per topic shown in either period, the most shown first. */
export function topicReports(current: Tally, previous: Tally): readonly TopicReport[] {
  const topics = new Set([...current.cards, ...previous.cards].map(({ topic }) => topic));
  return [...topics]
    .map((topic) => ({
      topic,
      ...countsOf(current.cards, topic),
      suggestions: suggestionsOf(current.suggestions, topic),
      reasons: reasonsOf(current.reasons, topic),
      previous: countsOf(previous.cards, topic),
    }))
    .sort((a, b) => b.shown - a.shown || (a.topic < b.topic ? -1 : 1));
}

function countsOf(rows: readonly CardCount[], topic: string): CardCounts {
  const count = (response: CardCount['response']) =>
    rows
      .filter((row) => row.topic === topic && row.response === response)
      .reduce((sum, { cards }) => sum + cards, 0);
  const [accepted, overridden, ignored] = [count('accepted'), count('overridden'), count('ignored')];
  return { shown: accepted + overridden + ignored, accepted, overridden, ignored };
}

function suggestionsOf(rows: readonly SuggestionCount[], topic: string): readonly SuggestionReport[] {
  const byLabel = new Map<string, SuggestionReport>();
  for (const { label, offered, accepted } of rows.filter((row) => row.topic === topic)) {
    const sum = byLabel.get(label) ?? { label, offered: 0, accepted: 0 };
    byLabel.set(label, { label, offered: sum.offered + offered, accepted: sum.accepted + accepted });
  }
  return [...byLabel.values()].sort((a, b) => b.offered - a.offered || (a.label < b.label ? -1 : 1));
}

/** EHRs may name the same code differently, or not at all: the code is what counts. */
function reasonsOf(rows: readonly ReasonCount[], topic: string): readonly ReasonReport[] {
  const byCode = new Map<string, ReasonReport>();
  for (const row of rows.filter((candidate) => candidate.topic === topic)) {
    const key = JSON.stringify([row.system, row.code, row.commentOnly]);
    const sum = byCode.get(key);
    byCode.set(key, {
      ...(row.code !== undefined && { system: row.system ?? '', code: row.code }),
      display: longer(sum?.display, displayOf(row)),
      cards: (sum?.cards ?? 0) + row.cards,
    });
  }
  return [...byCode.values()].sort((a, b) => b.cards - a.cards || (a.display < b.display ? -1 : 1));
}

function displayOf({ code, display, commentOnly }: ReasonCount): string {
  return display ?? code ?? (commentOnly ? 'Comment only' : 'No reason given');
}

/** A display says more than the code that stands in where an EHR sends none. */
function longer(a: string | undefined, b: string): string {
  return a !== undefined && a.length >= b.length ? a : b;
}
