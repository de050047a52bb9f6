import type { Coding } from 'fhir/r4.js';
import type { Card } from '../request/hook-response.js';
import type { CardDefinition, CaseDefinition, SuggestionDefinition } from './card-definition.js';
import type { Condition } from './condition.js';
import type { OrderTemplate } from './order-template.js';
import type { TextTemplate } from './text-template.js';

/** A case of a card, compiled. */
export interface CompiledCase {
  readonly when: Condition;
  readonly definition: CaseDefinition;
  readonly summary: TextTemplate;
  readonly detail: TextTemplate;
}

export interface CompiledSuggestion {
  readonly definition: SuggestionDefinition;
  readonly label: TextTemplate;
  readonly when?: Condition;
  readonly unless?: Condition;
  readonly order?: OrderTemplate;
}

/** A card, compiled once at start. */
export interface CompiledCard {
  readonly definition: CardDefinition;
  readonly applies?: Condition;
  readonly cases: readonly CompiledCase[];
  readonly doubtfulWhen?: Condition;
  readonly suggestions: readonly CompiledSuggestion[];
  readonly overrideReasons: readonly Coding[];
  readonly source: Card['source'];
  /** Every fact the card reads, shows or offers by: what has to be gathered for it, and may be unknown. */
  readonly facts: readonly string[];
  /** Position among cards of one indicator; the smaller, the more important. */
  readonly rank: number;
}
