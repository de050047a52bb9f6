import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import fhirpath from 'fhirpath';
import { compileCondition, compileToken, type Truth } from '../../src/deck/condition.js';
import type { ScreenedPicture } from '../../src/deck/screened-picture.js';

const picture = (members: object): ScreenedPicture => members as unknown as ScreenedPicture;

describe('a condition', () => {
  it('answers as the FHIRPath library does, for true, false and unknown alike', () => {
    const truth = fc.constantFrom('a', 'b', 'd.e', 'true', 'false', '{}');
    const number = fc.constantFrom('n', 'm', 'd.n', '3', '2.5', '-1');
    const text = fc.constantFrom('f', "'x'", "'y'", 'd.f');
    const { condition } = fc.letrec<{ condition: string; number: string; text: string }>((tie) => ({
      number: fc.oneof(
        { maxDepth: 2 },
        number,
        fc
          .tuple(tie('number'), fc.constantFrom('+', '-', '*'), tie('number'))
          .map(([l, op, r]) => `(${l} ${op} ${r})`),
        tie('number').map((inner) => `(${inner}).abs()`),
      ),
      text: fc.oneof(
        { maxDepth: 2 },
        text,
        fc.tuple(tie('text'), tie('text')).map(([l, r]) => `(${l} & ${r})`),
      ),
      condition: fc.oneof(
        { maxDepth: 4, depthSize: 'medium' },
        truth,
        fc
          .tuple(tie('number'), fc.constantFrom('<', '<=', '>', '>=', '=', '!='), tie('number'))
          .map((p) => p.join(' ')),
        fc.tuple(tie('text'), fc.constantFrom('=', '!=', '<', '>'), tie('text')).map((p) => p.join(' ')),
        fc.tuple(tie('condition'), fc.constantFrom('and', 'or'), tie('condition')).map((p) => p.join(' ')),
        tie('condition').map((inner) => `(${inner}).not()`),
        fc.constantFrom('n.exists()', 'd.e.empty()', 'd.f.exists()'),
        fc.tuple(tie('condition'), tie('condition'), tie('condition')).map((p) => `iif(${p.join(', ')})`),
        tie('condition').map((inner) => `(${inner})`),
      ),
    }));
    const maybe = <T>(value: fc.Arbitrary<T>) => fc.option(value, { nil: undefined });
    const boolean = maybe(fc.boolean());
    const integer = maybe(fc.integer({ min: -5, max: 6 }));
    const word = maybe(fc.constantFrom('x', 'y'));
    const facts = fc.record(
      {
        a: boolean,
        b: boolean,
        n: integer,
        m: integer,
        f: word,
        d: fc.record({ e: boolean, n: integer, f: word }),
      },
      { requiredKeys: ['d'] },
    );
    fc.assert(
      fc.property(condition, facts, (expression, members) => {
        expect(compileCondition(expression, []).holds(picture(members))).toBe(
          libraryAnswer(expression, members),
        );
      }),
      { numRuns: 2000 },
    );
  });

  it('has no answer where its evaluation fails', () => {
    expect(compileCondition("'x' > 3", []).holds(picture({}))).toBe('unknown');
  });
});

describe('a token', () => {
  it.each([
    ['a.b', { a: { b: 'text' } }, 'text'],
    ['a.b', { a: {} }, ''],
    ['a.b', {}, ''],
    ['a.list', { a: { list: ['x', 'y'] } }, 'x, y'],
    ["a.b & '!'", { a: { b: 'text' } }, 'text!'],
    ['iif(n > 1, a.list, {})', { n: 2, a: { list: ['x', 'y'] } }, 'x, y'],
    ['iif(n > 1, a.list, {})', { n: 1, a: { list: ['x', 'y'] } }, ''],
    ["iif(n > 1, '', a.list)", { n: 1, a: { list: ['x', 'y'] } }, 'x, y'],
    ['iif(n > 1, iif(n > 2, a.b, a.list), {})', { n: 2, a: { list: ['x', 'y'] } }, 'x, y'],
  ])('%s in %j reads "%s"', (text, members, value) => {
    expect(compileToken(text, []).read(picture(members))).toBe(value);
  });
});

function libraryAnswer(expression: string, members: object): Truth {
  try {
    const [whole] = fhirpath.evaluate(members, expression) as unknown[];
    return whole === true ? 'yes' : whole === false ? 'no' : 'unknown';
  } catch {
    return 'unknown';
  }
}
