import { readFileSync } from 'node:fs';
import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import type { Bundle } from 'fhir/r4.js';
import { parse } from 'yaml';
import type { HookName, HookRequest } from '../../src/request/hook-request.js';
import type { Story } from '../../src/stories/story.js';
import { storyRequest } from '../../src/stories/story-request.js';
import type { RecordLine } from '../support/case-lines.js';
import { resourceOf } from '../support/case-record.js';
import { SUBJECT } from '../support/case-terms.js';
import { judgeOn, stories } from '../support/judge-story.js';
import { diceOf } from './dice.js';
import { everyText, isObject, type Json, type JsonObject } from './json.js';
import { allAtOnce } from './neutral-changes.js';
import { PROPERTY_MS, runs } from './runs.js';
import { deck } from './told-calls.js';

interface DecisiveFact {
  readonly fact: string;
  readonly call: string;
  /** `Type/id`. */
  readonly leave?: readonly string[];
  readonly change?: Readonly<Record<string, JsonObject>>;
  readonly add?: readonly RecordLine[];
  /** Topic → indicator or `silent`, before and after. */
  readonly expect: Readonly<Record<string, readonly [string, string]>>;
}

const table = parse(
  readFileSync(new URL('./decisive-facts.yaml', import.meta.url), 'utf8'),
) as readonly DecisiveFact[];

function storyOf({ call }: DecisiveFact): { readonly story: Story; readonly hook: HookName } {
  const [name = '', hook = ''] = call.split(' at ');
  const story = stories.get(name);
  if (!story) throw new Error(`no story is called "${name}"`);
  return { story, hook: hook as HookName };
}

/** The story with the fact turned over. A name that is in no record of it is an error of the table. */
function turned(story: Story, { leave = [], change = {}, add = [] }: DecisiveFact): Story {
  const open = new Set([...leave, ...Object.keys(change)]);
  const inBundle = (bundle: Bundle): Bundle => ({
    ...bundle,
    entry: (bundle.entry ?? []).flatMap((entry) => {
      const name = `${entry.resource?.resourceType}/${entry.resource?.id}`;
      if (open.delete(name) && leave.includes(name)) return [];
      const resource = merged(entry.resource as unknown as Json, change[name] ?? {});
      return [{ ...entry, resource } as unknown as NonNullable<Bundle['entry']>[number]];
    }),
  });
  const patient = story.bundle.entry?.find(({ resource }) => resource?.resourceType === 'Patient')?.resource;
  const added = everyText(
    add.map((line, index) => ({ resource: resourceOf(line, 9000 + index) })),
    (text) => (text === SUBJECT ? `Patient/${patient?.id}` : text),
  );
  const bundle = inBundle(story.bundle);
  const draftOrders = story.draftOrders && inBundle(story.draftOrders);
  if (open.size > 0) throw new Error(`${story.name} has no ${[...open].join(', ')}`);
  return {
    ...story,
    bundle: { ...bundle, entry: [...(bundle.entry ?? []), ...added] },
    ...(draftOrders && { draftOrders }),
  };
}

/** RFC 7386: members of objects one by one, `null` takes one away. */
function merged(value: Json, patch: Json): Json {
  if (!isObject(patch)) return patch;
  const members = new Map(isObject(value) ? Object.entries(value) : []);
  for (const [name, item] of Object.entries(patch)) {
    if (item === null) members.delete(name);
    else members.set(name, merged(members.get(name) ?? null, item));
  }
  return Object.fromEntries(members);
}

function seen(request: HookRequest, { story }: ReturnType<typeof storyOf>, fact: DecisiveFact): JsonObject {
  const { cards } = judgeOn(deck, request, story.today);
  return Object.fromEntries(
    Object.keys(fact.expect).map((topic) => [
      topic,
      cards.find(({ source }) => source.topic.code === topic)?.indicator ?? 'silent',
    ]),
  );
}

function told(fact: DecisiveFact, when: 0 | 1): JsonObject {
  return Object.fromEntries(Object.entries(fact.expect).map(([topic, outcomes]) => [topic, outcomes[when]]));
}

describe('one decisive fact turned over changes the answer, whatever is around it', () => {
  it.each(table.map((fact) => [`${fact.fact} (${fact.call})`, fact] as const))(
    '%s',
    (_, fact) => {
      const at = storyOf(fact);
      expect(seen(storyRequest(at.story, at.hook, deck), at, fact)).toEqual(told(fact, 0));
      const request = storyRequest(turned(at.story, fact), at.hook, deck);
      expect(seen(request, at, fact)).toEqual(told(fact, 1));
      fc.assert(
        fc.property(fc.nat(), (seed) => {
          expect(seen(allAtOnce(request, diceOf(seed)), at, fact)).toEqual(told(fact, 1));
        }),
        runs(2),
      );
    },
    PROPERTY_MS,
  );
});
