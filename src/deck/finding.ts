import type { CompiledCard, CompiledCase } from './card.js';
import type { Expectation } from './card-definition.js';
import type { Condition } from './condition.js';
import type { ScreenedPicture } from './screened-picture.js';

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

const NONE: readonly never[] = [];

/**
 * Asks a card. A case that cannot tell does not stop a later one from speaking, but stays on record:
 * the milder warning is shown, and that the graver one could not be checked is said.
 */
export function evaluateCard(card: CompiledCard, picture: ScreenedPicture): Finding {
  if (card.applies) {
    const applies = card.applies.holds(picture);
    if (applies === 'no') return silent(card);
    if (applies === 'unknown') return withUnknown(card, 'cannot-tell', [card.applies]);
  }
  const unknown: Condition[] = [];
  for (const one of card.cases) {
    const holds = one.when.holds(picture);
    if (holds === 'unknown') unknown.push(one.when);
    if (holds === 'yes') return withUnknown(card, 'fires', unknown, one);
  }
  if (unknown.length > 0) return withUnknown(card, 'cannot-tell', unknown);
  if (card.doubtfulWhen?.holds(picture) === 'yes') {
    const { facts } = card.doubtfulWhen;
    return { card, outcome: 'cannot-tell', unknownCases: 0, unknownFacts: NONE, doubtfulFacts: facts };
  }
  return silent(card);
}

function silent(card: CompiledCard): Finding {
  return { card, outcome: 'silent', unknownCases: 0, unknownFacts: NONE, doubtfulFacts: NONE };
}

function withUnknown(
  card: CompiledCard,
  outcome: 'fires' | 'cannot-tell',
  unknown: readonly Condition[],
  spoken?: CompiledCase,
): Finding {
  const unknownFacts = unknown.length === 0 ? NONE : [...new Set(unknown.flatMap(({ facts }) => facts))];
  return { card, outcome, spoken, unknownCases: unknown.length, unknownFacts, doubtfulFacts: NONE };
}
