import type { FactDefinitions } from '../facts/fact-definitions.js';
import type { AskedCodes } from './asked-codes.js';
import type { CompiledCard } from './card.js';
import type { HookDefinition } from './card-definition.js';
import type { Condition } from './condition.js';
import type { HookPlan } from './deck.js';
import { queryTemplates } from './query-templates.js';

export interface PlanContext {
  readonly facts: FactDefinitions;
  readonly askedCodes: AskedCodes;
  readonly uncheckedFacts: readonly string[];
}

/** Works out, once, what a hook has to ask for, build and evaluate. */
export function hookPlan(
  definition: HookDefinition,
  cards: readonly CompiledCard[],
  { facts, askedCodes, uncheckedFacts }: PlanContext,
  compile: (text: string, member: string) => Condition,
): HookPlan {
  const speaksWhen = compile(definition.speaksWhen, 'speaksWhen');
  const optional = (member: 'afterTreatmentWhen' | 'otherOrdersWhen' | 'suspectWhen') => {
    const text = definition[member];
    return text === undefined ? undefined : compile(text, member);
  };
  const afterTreatmentWhen = optional('afterTreatmentWhen');
  const otherOrdersWhen = optional('otherOrdersWhen');
  const suspectWhen = optional('suspectWhen');
  // `suspectWhen` is asked only after everything has been gathered.
  const deciding = new Set([
    ...speaksWhen.facts,
    ...(afterTreatmentWhen?.facts ?? []),
    ...(otherOrdersWhen?.facts ?? []),
  ]);
  const needed = new Set([
    ...deciding,
    ...(suspectWhen?.facts ?? []),
    ...cards.flatMap((card) => card.facts),
    ...uncheckedFacts,
  ]);
  return {
    cards,
    speaksWhen,
    ...(afterTreatmentWhen && { afterTreatmentWhen }),
    ...(otherOrdersWhen && { otherOrdersWhen }),
    ...(suspectWhen && { suspectWhen }),
    facts: needed,
    gateKeys: new Set(Object.keys(gateKeysOf(deciding, facts, askedCodes))),
    templates: queryTemplates(needed, facts, askedCodes),
  };
}

/** Whether an order is in hand is seen on the screen; only what the gate reads of the record is fetched for it. */
function gateKeysOf(
  gateFacts: ReadonlySet<string>,
  facts: FactDefinitions,
  askedCodes: AskedCodes,
): Readonly<Record<string, string>> {
  const onScreen = [...gateFacts].every((path) => {
    const among = path.startsWith('orders.') ? facts.orders[path.slice('orders.'.length)]?.among : undefined;
    return among === 'selected' || among === 'session';
  });
  return onScreen ? {} : queryTemplates(gateFacts, facts, askedCodes);
}
