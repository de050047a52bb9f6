import type { PictureSource } from '../picture/picture-source.js';
import type { HookName } from '../request/hook-request.js';
import type { CompiledCard } from './card.js';
import type { DeckDefinition } from './card-definition.js';
import type { Condition } from './condition.js';
import type { ReasonsIn } from './reasons.js';

/** What one hook asks and answers. */
export interface HookPlan {
  readonly cards: readonly CompiledCard[];
  readonly speaksWhen: Condition;
  readonly afterTreatmentWhen?: Condition;
  readonly otherOrdersWhen?: Condition;
  readonly suspectWhen?: Condition;
  /** Every fact that the hook may ask for. */
  readonly facts: ReadonlySet<string>;
  /** Prefetch keys behind the facts that decide whether the hook speaks. */
  readonly gateKeys: ReadonlySet<string>;
  /** Prefetch key → template, for exactly what the facts need. */
  readonly templates: Readonly<Record<string, string>>;
}

/** All clinical knowledge, validated and compiled; immutable. */
export interface Deck {
  readonly definition: DeckDefinition;
  readonly source: PictureSource;
  readonly reasonsIn: ReasonsIn;
  readonly cards: readonly CompiledCard[];
  readonly uncheckedCard: CompiledCard;
  readonly hooks: Readonly<Record<HookName, HookPlan>>;
  /** What this site changed, each in one line. */
  readonly siteChanges: readonly string[];
}

/** Every card, the one on what could not be checked too, in the order in which they are shown. */
export function rankedCards({ cards, uncheckedCard }: Deck): readonly CompiledCard[] {
  return [...cards, uncheckedCard].sort((a, b) => a.rank - b.rank);
}
