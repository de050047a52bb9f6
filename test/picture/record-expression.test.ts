import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import type { HistorySource } from '../../src/facts/history-definition.js';
import { parseExpression } from '../../src/fhir/expression-tree.js';
import type { Resource } from '../../src/fhir/resource.js';
import { compileRecordReader } from '../../src/picture/native-record-expression.js';
import type { RecordFunctions } from '../../src/picture/native-record-functions.js';
import { byLibrary, recordExpressionCompiler } from '../../src/picture/record-expression.js';
import { loadProjectDeck, stories } from '../support/judge-story.js';

const { definitions, terminology } = loadProjectDeck().source;
const days = { plannedOn: '2026-03-02', today: '2026-03-01', suspect: 'unread' };
const resources = [...stories.values()].flatMap(({ bundle }) =>
  (bundle.entry ?? []).flatMap(({ resource }) => (resource ? [resource as Resource] : [])),
);

/** Every expression over resources that the facts are defined by. */
const expressions = (() => {
  const of = ({ where = [], date, firstAmong = [], linkedTo }: HistorySource): (string | undefined)[] => [
    ...where,
    date,
    ...firstAmong,
    ...(linkedTo ? [...(linkedTo.where ?? []), linkedTo.by, linkedTo.from] : []),
  ];
  const written = Object.values(definitions.history).flatMap(({ any, extract = {} }) => [
    ...any.flatMap((source) => ('lab' in source ? [] : of(source))),
    ...Object.values(extract),
  ]);
  const all = [...written, ...Object.values(definitions.dates)].flatMap((text) => text ?? []);
  return [...new Set(all.map((text) => definitions.filters[text] ?? text))];
})();

const stand: RecordFunctions = new Map(
  Object.entries({
    inValueSet: (inputs: readonly unknown[]) => [inputs.length > 0],
    speaksOf: (inputs: readonly unknown[], phrase: string) => [
      inputs.some((text) => String(text).includes(phrase.slice(0, 3))),
    ],
    quoteOf: (inputs: readonly unknown[]) => inputs.map(String).slice(0, 1),
  }),
);

describe('an expression over a record', () => {
  it('answers as the FHIRPath library does, over whatever a record holds', () => {
    const pairs = expressions.map((text) => ({
      text,
      native: compileRecordReader(parseExpression(text), stand),
      library: byLibrary(text, stand),
    }));
    expect(pairs.filter(({ native }) => !native).map(({ text }) => text)).toEqual([]);
    fc.assert(
      fc.property(
        fc.constantFrom(...pairs),
        fc.constantFrom(...resources),
        fc.infiniteStream(fc.double({ min: 0, max: 1, noNaN: true })),
        ({ text, native, library }, whole, chances) => {
          const resource = damaged(whole, chances);
          const told = JSON.stringify({ text, resource });
          expect([told, ...asText(read(native, resource))]).toEqual([
            told,
            ...asText(library(resource, days)),
          ]);
        },
      ),
      { numRuns: 4000, seed: 20260302 },
    );
  });

  it.each([
    ['status', { status: 'final' }, ['final']],
    ['code.coding.code', { code: { coding: [{ code: 'a' }, { code: 'b' }] } }, ['a', 'b']],
    ['onset.exists()', { onsetPeriod: { start: '2026' } }, [true]],
    ['onset.ofType(dateTime)', { onsetPeriod: { start: '2026' } }, []],
    ["status = 'final'", {}, []],
    ["status != 'final'", { status: 'amended' }, [true]],
    ['code.coding.code = 1', { code: { coding: [{ code: 'a' }, { code: 'b' }] } }, [false]],
    ["code.coding.where(code = 'b').display", { code: { coding: [{ code: 'b', display: 'B' }] } }, ['B']],
    // Beyond what is compiled here: the library's to answer.
    ['code.coding.count()', { code: { coding: [{ code: 'a' }, { code: 'b' }] } }, [2]],
    ["code.coding.code.exists($this = 'a')", { code: { coding: [{ code: 'a' }] } }, [true]],
    // More than one where one is due: no answer.
    ["code.coding.code.toString() = 'a'", { code: { coding: [{ code: 'a' }, { code: 'b' }] } }, []],
  ])('%s of %j is %j', (text, elements, answer) => {
    const compile = recordExpressionCompiler(terminology, new Map());
    const resource = { resourceType: 'Condition', ...elements } as unknown as Resource;
    expect(asText(compile(text)(resource, days))).toEqual(answer.map(String));
  });
});

function read(native: ReturnType<typeof compileRecordReader>, resource: Resource): readonly unknown[] {
  try {
    return native?.(resource, days) ?? [];
  } catch {
    return [];
  }
}

function asText(values: readonly unknown[]): readonly string[] {
  return values.map((value) => (typeof value === 'object' ? JSON.stringify(value) : String(value)));
}

/** A copy in which elements are left out, doubled or moved at random. */
function damaged(whole: Resource, chances: Iterator<number>): Resource {
  const chance = (): number => chances.next().value ?? 1;
  const copy = (value: unknown): unknown => {
    if (Array.isArray(value))
      return value.flatMap((item) => (chance() < 0.2 ? [copy(item), copy(item)] : [copy(item)]));
    if (typeof value !== 'object' || value === null) return value;
    return Object.fromEntries(
      Object.entries(value).flatMap(([name, inner]) =>
        name !== 'resourceType' && chance() < 0.1 ? [] : [[name, copy(inner)]],
      ),
    );
  };
  return copy(whole) as Resource;
}
