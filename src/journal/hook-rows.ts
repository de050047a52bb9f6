import { type Columns, insertRows } from './insert-rows.js';
import type { HookEntry, ShownFact } from './journal.js';
import type { Query, Value } from './store.js';

const CALL: Columns = {
  id: 'TEXT',
  at: 'BIGINT',
  service: 'TEXT',
  hook: 'TEXT',
  hook_instance: 'TEXT',
  ehr: 'TEXT',
  tenant: 'TEXT',
  deck_version: 'TEXT',
  duration_ms: 'DOUBLE PRECISION',
  outcome: 'TEXT',
};
const CARD: Columns = {
  call: 'TEXT',
  uuid: 'TEXT',
  ehr: 'TEXT',
  at: 'BIGINT',
  topic: 'TEXT',
  indicator: 'TEXT',
  facts: 'TEXT',
};
const SUGGESTION: Columns = { call: 'TEXT', card: 'TEXT', uuid: 'TEXT', label: 'TEXT' };

/** hookInstance comes from outside; a UUID has 36 characters. */
const LONGEST_HOOK_INSTANCE = 255;

/** An entry with the key it gets on arrival, so that a batch tried again inserts nothing twice. */
export interface QueuedHook {
  readonly id: string;
  readonly entry: HookEntry;
}

interface HookRows {
  readonly call: readonly Value[];
  readonly cards: readonly (readonly Value[])[];
  readonly suggestions: readonly (readonly Value[])[];
}

function rowsOf({ id, entry }: QueuedHook, keepValues: boolean): HookRows {
  const at = entry.at.getTime();
  return {
    call: [
      id,
      at,
      entry.service,
      entry.hook,
      entry.hookInstance.slice(0, LONGEST_HOOK_INSTANCE),
      entry.ehr,
      entry.tenant ?? null,
      entry.deckVersion,
      entry.durationMs,
      entry.outcome,
    ],
    cards: entry.cards.map((card) => [
      id,
      card.uuid,
      entry.ehr,
      at,
      card.topic,
      card.indicator,
      JSON.stringify(card.facts.map((fact) => factOf(fact, keepValues))),
    ]),
    suggestions: entry.cards.flatMap((card) =>
      card.suggestions.map((suggestion) => [id, card.uuid, suggestion.uuid, suggestion.label]),
    ),
  };
}

function factOf(fact: ShownFact, keepValues: boolean): ShownFact {
  return {
    name: fact.name,
    state: fact.state,
    ...(fact.ageDays !== undefined && { ageDays: fact.ageDays }),
    // Only a number: a caller that passes text past the type must not get it stored.
    ...(keepValues && typeof fact.value === 'number' && { value: fact.value }),
  };
}

/** Inserts a batch inside the transaction of `query`; numbers of facts only where `keepValues` allows them. */
export async function insertHooks(
  query: Query,
  hooks: readonly QueuedHook[],
  keepValues: boolean,
): Promise<void> {
  const batch = hooks.map((hook) => rowsOf(hook, keepValues));
  await insertRows(
    query,
    'hook_call',
    CALL,
    batch.map((rows) => rows.call),
  );
  await insertRows(
    query,
    'shown_card',
    CARD,
    batch.flatMap((rows) => rows.cards),
  );
  await insertRows(
    query,
    'offered_suggestion',
    SUGGESTION,
    batch.flatMap((rows) => rows.suggestions),
  );
}
