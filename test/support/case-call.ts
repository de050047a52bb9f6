import { readFileSync } from 'node:fs';
import { parse } from 'yaml';
import type { Judgement } from '../../src/answer.js';
import { withoutHidden } from '../../src/deck/compose.js';
import type { Deck } from '../../src/deck/deck.js';
import { prefetchFromBundle } from '../../src/gather/from-bundle.js';
import type { HookName, HookRequest } from '../../src/request/hook-request.js';
import type { RecordLine } from './case-lines.js';
import { bundleOf, patient, resourceOf } from './case-record.js';

/**
 * A call told as data. `start` names a record of test/cases/base.yaml; of it, lines about what `without` names
 * are left out, and `record` is added.
 */
export interface CaseCall {
  readonly start: string;
  readonly hook?: HookName;
  readonly patient?: Parameters<typeof patient>[0];
  readonly without?: readonly string[];
  readonly record?: readonly RecordLine[];
  /** The unsigned orders instead of those of the start. */
  readonly orders?: readonly RecordLine[];
  /** Unsigned orders beside those of the start. */
  readonly also?: readonly RecordLine[];
  readonly selections?: readonly string[];
  /** Prefetch keys that were not sent. */
  readonly notSent?: readonly string[];
  /** Prefetch keys as the EHR sent them, whatever the record says. */
  readonly sent?: Readonly<Record<string, unknown>>;
}

interface Start {
  readonly record: readonly (RecordLine & { readonly name: string })[];
  readonly orders: readonly (RecordLine & { readonly name: string })[];
}

const starts = parse(readFileSync(new URL('../cases/base.yaml', import.meta.url), 'utf8')) as Readonly<
  Record<string, Start>
>;

/** What became of topics: the indicator of their card, `cannot-tell`, or `silent`. */
export function seenOf(
  { cards, findings }: Judgement,
  topics: readonly string[],
): Readonly<Record<string, string>> {
  return Object.fromEntries(
    topics.map((topic) => {
      const card = cards.find(({ source }) => source.topic.code === topic);
      const isOpen = withoutHidden(findings).some(
        (f) => f.card.definition.id === topic && f.outcome === 'cannot-tell',
      );
      return [topic, card?.indicator ?? (isOpen ? 'cannot-tell' : 'silent')];
    }),
  );
}

/** The call of a case, on its hook. */
export function callOf(one: CaseCall, deck: Deck): HookRequest {
  const start = starts[one.start];
  if (!start) throw new Error(`base.yaml has no start "${one.start}"`);
  const left = (lines: Start['record']): readonly RecordLine[] =>
    lines.filter(({ name }) => !one.without?.some((w) => w === name || name.startsWith(`${w}.`)));
  const hook = one.hook ?? 'order-sign';
  const record = [...left(start.record), ...(one.record ?? [])].map((line, i) => resourceOf(line, i));
  const drafts = [...(one.orders ?? left(start.orders)), ...(one.also ?? [])].map((line, i) =>
    resourceOf(line, 1000 + i, true),
  );
  const prefetch = prefetchFromBundle(
    bundleOf([patient(one.patient), ...record]),
    deck.hooks[hook].templates,
    'case',
  );
  Object.assign(prefetch, one.sent);
  for (const key of one.notSent ?? []) delete prefetch[key];
  return {
    hook,
    hookInstance: '5a1f0c7e-5a0a-4c3c-9a39-2a6f8b0e7d11',
    context: {
      userId: 'Practitioner/p1',
      patientId: 'case',
      ...(hook !== 'patient-view' && { draftOrders: bundleOf(drafts) }),
      ...(hook === 'order-select' && {
        selections: one.selections ?? drafts.map(({ resourceType, id }) => `${resourceType}/${id}`),
      }),
    },
    prefetch,
  };
}
