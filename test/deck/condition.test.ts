import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import fhirpath from 'fhirpath';
import { booleanParts } from '../../src/deck/boolean-parts.js';
import { compileCondition, compileToken } from '../../src/deck/condition.js';
import type { ScreenedPicture } from '../../src/deck/unchecked.js';

const picture = (members: object): ScreenedPicture => members as unknown as ScreenedPicture;

describe('a condition taken apart', () => {
  it.each([
    ['a.b', { kind: 'leaf', text: 'a.b' }],
    ["x = 'and or'", { kind: 'leaf', text: "x = 'and or'" }],
    ['a.orders and b', { kind: 'and', parts: [leaf('a.orders'), leaf('b')] }],
    ['a or b and c', { kind: 'or', parts: [leaf('a'), { kind: 'and', parts: [leaf('b'), leaf('c')] }] }],
    ['(a or b) and c', { kind: 'and', parts: [{ kind: 'or', parts: [leaf('a'), leaf('b')] }, leaf('c')] }],
    ['(a and b).not()', leaf('(a and b).not()')],
    ['iif(a and b, c, d)', leaf('iif(a and b, c, d)')],
    ['a xor b', leaf('a xor b')],
    ['(a) and (b)', { kind: 'and', parts: [leaf('a'), leaf('b')] }],
  ])('%s', (text, parts) => {
    expect(booleanParts(text)).toEqual(parts);
  });

  it('answers as FHIRPath answers the whole, for every combination of true, false and unknown', () => {
    const member = fc.constantFrom('a', 'b', 'c', 'd.e', 'd.e.not()', "(f = 'x')", 'n > 3');
    const condition = fc.letrec<{ node: string }>((tie) => ({
      node: fc.oneof(
        { maxDepth: 4, depthSize: 'medium' },
        member,
        fc
          .tuple(tie('node'), fc.constantFrom('and', 'or'), tie('node'))
          .map(([l, op, r]) => `${l} ${op} ${r}`),
        tie('node').map((inner) => `(${inner})`),
      ),
    })).node;
    const truth = fc.option(fc.boolean(), { nil: undefined });
    const facts = fc.record(
      {
        a: truth,
        b: truth,
        c: truth,
        d: fc.record({ e: truth }),
        f: fc.constantFrom('x', 'y'),
        n: fc.integer({ max: 6 }),
      },
      { requiredKeys: ['d'] },
    );
    fc.assert(
      fc.property(condition, facts, (text, members) => {
        const [whole] = fhirpath.evaluate(members, text) as unknown[];
        const expected = whole === true ? 'yes' : whole === false ? 'no' : 'unknown';
        expect(compileCondition(text, []).holds(picture(members))).toBe(expected);
      }),
      { numRuns: 500 },
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
  ])('%s in %j reads "%s"', (text, members, value) => {
    expect(compileToken(text, []).read(picture(members))).toBe(value);
  });
});

function leaf(text: string) {
  return { kind: 'leaf', text };
}
