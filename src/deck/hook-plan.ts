import type { ValueSet } from 'fhir/r4.js';
import type { CompiledCard } from './card.js';
import type { HookDefinition } from './card-definition.js';
import type { Condition } from './condition.js';
import type { HookPlan } from './deck.js';
import type { FactDefinitions } from './fact-definitions.js';
import { queryTemplates } from './query-templates.js';

export interface PlanContext {
  readonly facts: FactDefinitions;
  readonly valueSets: ReadonlyMap<string, ValueSet>;
  readonly uncheckedFacts: readonly string[];
}

/** Works out, once, what a hook has to ask for, build and evaluate. */
export function hookPlan(
  definition: HookDefinition,
  cards: readonly CompiledCard[],
  { facts, valueSets, uncheckedFacts }: PlanContext,
  compile: (text: string, member: string) => Condition,
): HookPlan {
  const speaksWhen = compile(definition.speaksWhen, 'speaksWhen');
  const afterTreatmentWhen =
    definition.afterTreatmentWhen === undefined
      ? undefined
      : compile(definition.afterTreatmentWhen, 'afterTreatmentWhen');
  const suspectWhen =
    definition.suspectWhen === undefined ? undefined : compile(definition.suspectWhen, 'suspectWhen');
  const gateFacts = new Set([
    ...speaksWhen.facts,
    ...(afterTreatmentWhen?.facts ?? []),
    ...(suspectWhen?.facts ?? []),
  ]);
  const needed = new Set([...gateFacts, ...cards.flatMap((card) => card.facts), ...uncheckedFacts]);
  return {
    cards,
    speaksWhen,
    ...(afterTreatmentWhen && { afterTreatmentWhen }),
    ...(suspectWhen && { suspectWhen }),
    gateFacts,
    facts: needed,
    templates: queryTemplates(needed, facts, valueSets),
  };
}
