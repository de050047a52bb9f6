import { readFileSync } from 'node:fs';
import { describe, expect, it } from '@jest/globals';
import { parse } from 'yaml';
import type { FactDefinitions } from '../../src/facts/fact-definitions.js';
import type { LabDefinition } from '../../src/facts/lab-definition.js';
import type { UnitTable } from '../../src/facts/reading-tables.js';
import { prefetchFromBundle } from '../../src/gather/from-bundle.js';
import type { LabFact } from '../../src/picture/lab-fact.js';
import { bundleOf, patient, resourceOf } from '../support/case-record.js';
import { TODAY } from '../support/case-terms.js';
import { judgeOn, loadProjectDeck } from '../support/judge-story.js';

interface Examples {
  readonly amount: number;
  readonly written: readonly { readonly number: number; readonly units: readonly string[] }[];
  readonly parsed: readonly { readonly number: number; readonly units: readonly string[] }[];
  readonly unread: readonly string[];
}

const MICRO = /(?<=\/|^)u(?=L$|mol|kat|g\/)/;

const read = <T>(path: string): T => parse(readFileSync(new URL(path, import.meta.url), 'utf8')) as T;
const examples = read<Readonly<Record<string, Examples>>>('./unit-examples.yaml');
const tables = read<Readonly<Record<string, UnitTable>>>('../../cards/units.yaml');
const { labs } = read<FactDefinitions>('../../cards/facts.yaml');
const deck = loadProjectDeck();

const tableOf = (lab: LabDefinition): string | undefined =>
  lab.kind === 'quantity' ? lab.units : typeof lab.number === 'object' ? lab.number.units : undefined;

/** The one code of a test that its facts are found by. */
const codeOf = (lab: LabDefinition): string => {
  const set = read<{ compose: { include: { system: string; concept: { code: string }[] }[] } }>(
    `../../cards/value-sets/${lab.codes}.json`,
  );
  const [first] = set.compose.include.filter(({ system }) => system === 'http://loinc.org');
  return first?.concept[0]?.code ?? '';
};

const codes = new Map(Object.entries(labs).map(([name, lab]) => [name, codeOf(lab)]));

/** What becomes of one number in one unit, as the only result of a test. */
function readAs(name: string, value: number, unit: string | undefined, ucum?: string | null): LabFact {
  const line = { lab: codes.get(name) ?? '', value, daysAgo: 1, ...(unit !== undefined && { unit }) };
  const record = bundleOf([patient(), resourceOf({ ...line, ...(ucum !== undefined && { ucum }) }, 1)]);
  const request = {
    hook: 'order-sign' as const,
    hookInstance: '5a1f0c7e-5a0a-4c3c-9a39-2a6f8b0e7d11',
    context: { userId: 'Practitioner/p1', patientId: 'case', draftOrders: bundleOf([]) },
    prefetch: prefetchFromBundle(record, deck.hooks['order-sign'].templates, 'case'),
  };
  const { picture } = judgeOn(deck, request, TODAY);
  return picture.labs[name] as LabFact;
}

/** The amount that a test was read to be, or for one with a cut-off whether it is reached; undefined where that is not known. */
const outcomeOf = ({ value, isPositive, isNegative }: LabFact) =>
  isPositive || isNegative ? isPositive : value;

const using = (table: string) => Object.entries(labs).filter(([, lab]) => tableOf(lab) === table);
const each = (part: 'written' | 'parsed') =>
  Object.entries(examples).flatMap(([table, { amount, [part]: amounts }]) =>
    using(table).flatMap(([name, lab]) =>
      amounts.flatMap(({ number, units }) =>
        units.map((unit) => ({ name, number, unit, expected: lab.kind === 'quantity' ? amount : true })),
      ),
    ),
  );

describe('the units of cards/units.yaml', () => {
  it('each have an example, and no other unit has one', () => {
    const told = Object.fromEntries(
      Object.entries(examples).map(([table, { written }]) => [table, written.flatMap((w) => w.units).sort()]),
    );
    expect(told).toEqual(
      Object.fromEntries(
        Object.entries(tables).map(([table, { factors }]) => [table, Object.keys(factors).sort()]),
      ),
    );
  });

  it('are each used by a test', () => {
    expect(Object.keys(tables).filter((table) => using(table).length === 0)).toEqual([]);
  });
});

describe('one amount is the same in every unit', () => {
  it.each(each('written'))('$name of $number $unit', ({ name, number, unit, expected }) => {
    expect(outcomeOf(readAs(name, number, unit, null))).toBe(expected);
    expect(outcomeOf(readAs(name, number, 'as coded', unit))).toBe(expected);
  });

  it.each(each('written').filter(({ unit }) => MICRO.test(unit)))(
    '$name of $number $unit with either micro sign',
    ({ name, number, unit, expected }) => {
      for (const sign of ['\u00b5', '\u03bc'])
        expect(outcomeOf(readAs(name, number, unit.replace(MICRO, sign), null))).toBe(expected);
    },
  );

  it.each(each('parsed'))('$name of $number $unit, by UCUM alone', ({ name, number, unit, expected }) => {
    expect(outcomeOf(readAs(name, number, unit))).toBe(expected);
  });
});

describe('just below a cut-off is below it, in every unit:', () => {
  it.each(each('written').filter(({ expected }) => expected === true))(
    '$name of less than $number $unit',
    ({ name, number, unit }) => {
      expect(outcomeOf(readAs(name, number * 0.99, unit, null))).toBe(false);
    },
  );
});

describe('a unit that is not known is not guessed:', () => {
  const unread = Object.entries(examples).flatMap(([table, { unread: units }]) =>
    using(table).flatMap(([name]) => units.map((unit) => ({ name, unit }))),
  );

  it.each(unread)('$name in "$unit"', ({ name, unit }) => {
    for (const ucum of [null, unit]) {
      const fact = readAs(name, 5, unit, ucum);
      expect(outcomeOf(fact)).toBeUndefined();
      expect(fact.isUnusable || fact.isIndeterminate).toBe(true);
    }
  });

  it.each([...codes.keys()].filter((name) => tableOf(labs[name] as LabDefinition)))(
    '%s without a unit, whatever its size',
    (name) => {
      for (const value of [0.001, 0.9, 4, 30, 900, 1_000_000]) {
        const fact = readAs(name, value, undefined);
        expect(outcomeOf(fact)).toBeUndefined();
        expect(fact.isUnusable || fact.isIndeterminate).toBe(true);
      }
    },
  );
});

describe('a unit and a code beside it', () => {
  it.each([
    ['neutrophils', 'K/uL', '10*3/uL', 4],
    ['neutrophils', '/uL', '10*3/uL', undefined],
    ['igg', 'mg/dL', 'g/L', undefined],
    ['igg', 'g/l', 'g/L', 4],
    ['bilirubin', 'mg/dL', 'umol/L', undefined],
    ['alt', 'UNITS/L', 'U/L', 4],
    ['neutrophils', '%', '10*3/uL', undefined],
  ])('%s: "%s" with the code "%s"', (name, unit, ucum, expected) => {
    expect(outcomeOf(readAs(name, 4, unit, ucum))).toBe(expected);
  });
});

describe('"G/L", which is gauss per litre to a UCUM parser', () => {
  it.each([
    [1, 1],
    [9.8, 9.8],
    [30, 30],
    [100, 1],
    [980, 9.8],
    [3000, 30],
    [0.9, undefined],
    [31, undefined],
    [99, undefined],
    [3001, undefined],
  ])('of %s is an IgG of %s g/L', (value, expected) => {
    expect(outcomeOf(readAs('igg', value, 'G/L', null))).toBe(expected);
  });
});
