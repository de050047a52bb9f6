import type { CompiledCard, CompiledCase } from './card.js';
import type { Expectation } from './card-definition.js';
import type { Condition } from './condition.js';
import type { ScreenedPicture } from './unchecked.js';

/** What one card has to say of one patient, and why. */
export interface Finding {
  readonly card: CompiledCard;
  readonly outcome: Expectation;
  /** The case that spoke. */
  readonly spoken?: CompiledCase;
  /** Conditions without an answer, before the case that spoke or in all. */
  readonly unknownCases: number;
  readonly unknownFacts: readonly string[];
  /** Facts that are known but too old to judge by, where that is not reassuring. */
  readonly doubtfulFacts: readonly string[];
}

/** Whether something about a card could not be told: all of it, or a graver case than the one that spoke. */
export function isOpen({ unknownCases, outcome }: Finding): boolean {
  return unknownCases > 0 || outcome === 'cannot-tell';
}

const SILENT = { outcome: 'silent', unknownCases: 0, unknownFacts: [], doubtfulFacts: [] } as const;

/**
 * Asks a card. A case that cannot tell does not stop a later one from speaking, but stays on record:
 * the milder warning is shown, and that the graver one could not be checked is said.
 */
export function evaluateCard(card: CompiledCard, picture: ScreenedPicture): Finding {
  if (card.applies) {
    const applies = card.applies.holds(picture);
    if (applies === 'no') return { card, ...SILENT };
    if (applies === 'unknown') return cannotTell(card, [card.applies]);
  }
  const unknown: Condition[] = [];
  for (const one of card.cases) {
    const holds = one.when.holds(picture);
    if (holds === 'unknown') unknown.push(one.when);
    if (holds === 'yes') return { ...cannotTell(card, unknown), outcome: 'fires', spoken: one };
  }
  if (unknown.length > 0) return cannotTell(card, unknown);
  if (card.doubtfulWhen?.holds(picture) === 'yes') {
    return { card, ...SILENT, outcome: 'cannot-tell', doubtfulFacts: card.doubtfulWhen.facts };
  }
  return { card, ...SILENT };
}

function cannotTell(card: CompiledCard, unknown: readonly Condition[]): Finding {
  return {
    card,
    outcome: 'cannot-tell',
    unknownCases: unknown.length,
    unknownFacts: [...new Set(unknown.flatMap(({ facts }) => facts))],
    doubtfulFacts: [],
  };
}
