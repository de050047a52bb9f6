import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, it } from '@jest/globals';
import { parse } from 'yaml';
import { type CaseCall, callOf, seenOf } from './support/case-call.js';
import type { RecordLine } from './support/case-lines.js';
import { TODAY } from './support/case-terms.js';
import { judgeOn, loadProjectDeck } from './support/judge-story.js';

/** One statement about the cards, told as data (`test/cases/*.yaml`): a call, and what must come of it. */
interface Case extends CaseCall {
  readonly desc: string;
  /** Region of the site; `us` without it. */
  readonly region?: 'us' | 'eu';
  /** The same statement for each of these: as the one order on screen, as one more line of the record, as one more order. */
  readonly eachOrder?: Readonly<Record<string, RecordLine>>;
  readonly eachRecord?: Readonly<Record<string, RecordLine>>;
  readonly eachAlso?: Readonly<Record<string, RecordLine>>;
  /** The same for each of these, as the note or the description of a mild allergic reaction to the drug. */
  readonly eachNote?: readonly string[];
  readonly eachDescription?: readonly string[];
  /** Topic → indicator, `silent` or `cannot-tell`. */
  readonly expect: Readonly<Record<string, string>>;
  /** All the cards there are, where a case is about silence. */
  readonly exactly?: Readonly<Record<string, string>>;
  /** Topic → words its summary or detail must hold. */
  readonly says?: Readonly<Record<string, string | readonly string[]>>;
  /** Topic → words that it must not hold. */
  readonly never?: Readonly<Record<string, string>>;
  /** Topic → labels of its suggestions. */
  readonly offers?: Readonly<Record<string, readonly string[]>>;
  /** Member of the picture (`exposure.isNaive`) → what it must be; null where it must have no answer. */
  readonly facts?: Readonly<Record<string, unknown>>;
}

/** All that a case can say: what it says by a misspelt name would be held by nothing. */
const MEMBERS: Readonly<Record<keyof Case, true>> = {
  desc: true,
  start: true,
  hook: true,
  region: true,
  patient: true,
  without: true,
  record: true,
  orders: true,
  also: true,
  selections: true,
  notSent: true,
  sent: true,
  eachOrder: true,
  eachRecord: true,
  eachAlso: true,
  eachNote: true,
  eachDescription: true,
  expect: true,
  exactly: true,
  says: true,
  never: true,
  offers: true,
  facts: true,
};

const MILD_REACTION: RecordLine = {
  allergy: { rx: '1876366' },
  criticality: 'low',
  manifestation: { text: 'Pruritus' },
  severity: 'mild',
  daysAgo: 60,
};

const folder = new URL('./cases/', import.meta.url);
const files = readdirSync(folder)
  .filter((name) => name.endsWith('.yaml') && name !== 'base.yaml')
  .sort();
const decks = { us: loadProjectDeck(), eu: loadProjectDeck('region: eu') };

describe.each(files)('%s', (file) => {
  const written = parse(readFileSync(new URL(file, folder), 'utf8'), {
    merge: true,
    maxAliasCount: -1,
  }) as readonly Case[];
  const cases = written.flatMap(eachOf);
  it('says nothing by a name that is not read', () => {
    const names = new Set(written.flatMap((one) => Object.keys(one)));
    expect([...names].filter((name) => !(name in MEMBERS))).toEqual([]);
  });
  it.each(cases.map((one) => [one.desc, one] as const))('%s', (_, one) => {
    const deck = decks[one.region ?? 'us'];
    const judgement = judgeOn(deck, callOf(one, deck), TODAY);
    const { cards, picture } = judgement;
    expect(seenOf(judgement, Object.keys(one.expect))).toEqual(one.expect);
    if (one.exactly) {
      expect(
        Object.fromEntries(cards.map(({ source, indicator }) => [source.topic.code, indicator])),
      ).toEqual(one.exactly);
    }
    for (const [topic, words] of Object.entries(one.says ?? {})) {
      const card = cards.find(({ source }) => source.topic.code === topic);
      for (const word of [words].flat()) expect(`${card?.summary}\n${card?.detail}`).toContain(word);
    }
    for (const [topic, words] of Object.entries(one.never ?? {})) {
      const card = cards.find(({ source }) => source.topic.code === topic);
      expect(card?.detail).toBeDefined();
      expect(`${card?.summary}\n${card?.detail}`).not.toContain(words);
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
  const noted = (member: 'note' | 'description', texts: readonly string[]) =>
    named(
      Object.fromEntries(texts.map((text) => [text, { ...MILD_REACTION, [member]: text } as RecordLine])),
      (line) => ({ record: [...(one.record ?? []), line] }),
    );
  if (one.eachNote) return noted('note', one.eachNote);
  if (one.eachDescription) return noted('description', one.eachDescription);
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
