import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, it } from '@jest/globals';
import { parse } from 'yaml';
import { withoutHidden } from '../src/deck/compose.js';
import type { Deck } from '../src/deck/deck.js';
import { prefetchFromBundle } from '../src/gather/from-bundle.js';
import type { HookName, HookRequest } from '../src/request/hook-request.js';
import { bundleOf, patient, type RecordLine, resourceOf, TODAY } from './support/case-record.js';
import { judgeOn, loadProjectDeck } from './support/judge-story.js';

/**
 * One statement about the cards, told as data (`test/cases/*.yaml`, whose README says how). `start` names
 * a record of base.yaml; of it, lines about what `without` names are left out, and `record` is added.
 */
interface Case {
  readonly desc: string;
  readonly start: string;
  readonly hook?: HookName;
  /** Region of the site; `us` without it. */
  readonly region?: 'us' | 'eu';
  readonly patient?: { readonly sex?: string | null; readonly birthDate?: string | null };
  readonly without?: readonly string[];
  readonly record?: readonly RecordLine[];
  /** The unsigned orders instead of those of the start. */
  readonly orders?: readonly RecordLine[];
  /** The same statement for each of these: as the one order on screen, as one more line of the record, as one more order. */
  readonly eachOrder?: Readonly<Record<string, RecordLine>>;
  readonly eachRecord?: Readonly<Record<string, RecordLine>>;
  readonly eachAlso?: Readonly<Record<string, RecordLine>>;
  /** Unsigned orders beside those of the start. */
  readonly also?: readonly RecordLine[];
  readonly selections?: readonly string[];
  /** Prefetch keys that were not sent. */
  readonly notSent?: readonly string[];
  /** Prefetch keys as the EHR sent them, whatever the record says. */
  readonly sent?: Readonly<Record<string, unknown>>;
  /** Topic → indicator, `silent` or `cannot-tell`. */
  readonly expect: Readonly<Record<string, string>>;
  /** Topic → words its summary or detail must hold. */
  readonly says?: Readonly<Record<string, string | readonly string[]>>;
  /** Topic → labels of its suggestions. */
  readonly offers?: Readonly<Record<string, readonly string[]>>;
  /** Member of the picture (`exposure.isNaive`) → what it must be; null where it must have no answer. */
  readonly facts?: Readonly<Record<string, unknown>>;
}

interface Start {
  readonly record: readonly (RecordLine & { readonly name: string })[];
  readonly orders: readonly (RecordLine & { readonly name: string })[];
}

const folder = new URL('./cases/', import.meta.url);
const starts = parse(readFileSync(new URL('base.yaml', folder), 'utf8')) as Readonly<Record<string, Start>>;
const files = readdirSync(folder)
  .filter((name) => name.endsWith('.yaml') && name !== 'base.yaml')
  .sort();
const decks = { us: loadProjectDeck(), eu: loadProjectDeck('region: eu') };

describe.each(files)('%s', (file) => {
  const cases = (
    parse(readFileSync(new URL(file, folder), 'utf8'), { merge: true, maxAliasCount: -1 }) as readonly Case[]
  ).flatMap(eachOf);
  it.each(cases.map((one) => [one.desc, one] as const))('%s', (_, one) => {
    const deck = decks[one.region ?? 'us'];
    const { cards, findings, picture } = judgeOn(deck, requestOf(one, deck), TODAY);
    const seen = Object.fromEntries(
      Object.keys(one.expect).map((topic) => {
        const card = cards.find(({ source }) => source.topic.code === topic);
        const isOpen = withoutHidden(findings).some(
          (f) => f.card.definition.id === topic && f.outcome === 'cannot-tell',
        );
        return [topic, card?.indicator ?? (isOpen ? 'cannot-tell' : 'silent')];
      }),
    );
    expect(seen).toEqual(one.expect);
    for (const [topic, words] of Object.entries(one.says ?? {})) {
      const card = cards.find(({ source }) => source.topic.code === topic);
      for (const word of [words].flat()) expect(`${card?.summary}\n${card?.detail}`).toContain(word);
    }
    for (const [topic, labels] of Object.entries(one.offers ?? {})) {
      const card = cards.find(({ source }) => source.topic.code === topic);
      expect((card?.suggestions ?? []).map(({ label }) => label)).toEqual(labels);
    }
    const facts = one.facts ?? {};
    expect(Object.fromEntries(Object.keys(facts).map((path) => [path, memberAt(picture, path)]))).toEqual(
      facts,
    );
  });
});

function eachOf(one: Case): readonly Case[] {
  const named = (lines: Readonly<Record<string, RecordLine>>, told: (line: RecordLine) => Partial<Case>) =>
    Object.entries(lines).map(([name, line]) => ({ ...one, ...told(line), desc: `${one.desc}: ${name}` }));
  if (one.eachOrder) return named(one.eachOrder, (line) => ({ orders: [line] }));
  if (one.eachRecord) return named(one.eachRecord, (line) => ({ record: [...(one.record ?? []), line] }));
  if (one.eachAlso) return named(one.eachAlso, (line) => ({ also: [...(one.also ?? []), line] }));
  return [one];
}

function memberAt(picture: object, path: string): unknown {
  return path
    .split('.')
    .reduce<unknown>(
      (value, name) => (value as Readonly<Record<string, unknown>> | null)?.[name] ?? null,
      picture,
    );
}

function requestOf(one: Case, deck: Deck): HookRequest {
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
