import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { jsonFault } from '../../src/given-call/json-fault.js';

describe('a text that is not JSON', () => {
  it.each([
    ['', 1, 1, 'the text ends where a value should stand'],
    ['{\n  "a": 1,\n}', 3, 1, 'remove the comma before this brace'],
    ['[1, 2,]', 1, 7, 'remove the comma before this bracket'],
    ['{\n  "a": 1\n  "b": 2\n}', 3, 3, 'a comma is missing between two members, or a “}” before this'],
    ['[1 2]', 1, 4, 'a comma is missing between two items, or a “]” before this'],
    ['{"a" 1}', 1, 6, 'a colon must stand between a name and its value'],
    ['{a: 1}', 1, 2, 'the name of a member must stand in double quotes'],
    ["{'a': 1}", 1, 2, 'JSON takes straight double quotes (") only'],
    ["[ 'a' ]", 1, 3, 'JSON takes straight double quotes (") only'],
    ['{“a”: 1}', 1, 2, 'JSON takes straight double quotes (") only'],
    ['{"a": }', 1, 7, 'a value is missing before this'],
    ['{"a": True}', 1, 7, '“True” is no value of JSON: texts stand in double quotes'],
    ['{"a": "x\n"}', 1, 7, 'a value in quotes is not closed on its line'],
    ['{"a', 1, 2, 'a name in quotes is not closed on its line'],
    ['["\\\\x\\x"]', 1, 6, 'this is no escape of JSON'],
    ['["\\u12"]', 1, 3, 'this is no escape of JSON'],
    ['[1 "\\x"]', 1, 4, 'a comma is missing between two items, or a “]” before this'],
    ['["a\tb"]', 1, 4, 'a control character must be written as an escape, such as \\t'],
    ['{"a": 1} x', 1, 10, 'nothing may follow the end of the JSON value'],
    ['{\n "a": [1,\n', 3, 1, 'the text ends where a value should stand'],
    ['\n{\n "a": 1\n', 4, 1, 'the text ends before the “}” for what was opened on line 2'],
    ['[01]', 1, 3, 'a comma is missing between two items, or a “]” before this'],
    ['[1,,2]', 1, 4, 'a value is missing before this'],
    ['{"a": 1,, "b": 2}', 1, 9, 'remove this comma'],
    ['[1.]', 1, 4, 'digits of a number are missing before this'],
    ['{"a": 1 // one\n}', 1, 9, 'JSON takes no comments'],
    ['{\r\n"a": 1\r\n"b": 2\r\n}', 3, 1, 'a comma is missing between two members, or a “}” before this'],
    ['{', 1, 2, 'the text ends before the “}” for what was opened on line 1'],
    ['[?]', 1, 2, 'a value cannot begin with this character'],
    ['['.repeat(10_000), 1, 1001, 'nested too deeply'],
    ['{"a":'.repeat(100_000), 1, 5001, 'nested too deeply'],
  ])('%j has its fault at line %i, column %i', (text, line, column, problem) => {
    expect(jsonFault(text)).toMatchObject({ line, column, problem });
  });

  it('is shown with the place marked, however long its line', () => {
    const fault = jsonFault(`{${'"a": 1, '.repeat(200)} b }`);
    expect(fault?.excerpt.length).toBeLessThan(80);
    expect(fault?.excerpt.slice(fault.mark, fault.mark + 1)).toBe('b');
  });
});

it('every text that JSON.parse refuses has a fault, and no other', () => {
  const nearJson = fc
    .tuple(fc.json(), fc.nat(), fc.constantFrom('', ',', '"', '}', ']', ':', "'", 'x', '\n', '\\', '1'))
    .map(([text, at, change]) => {
      const place = at % (text.length + 1);
      return text.slice(0, place) + change + text.slice(place + (at % 2));
    });
  fc.assert(
    fc.property(fc.oneof(nearJson, fc.json(), fc.string()), (text) => {
      let isJson = true;
      try {
        JSON.parse(text);
      } catch {
        isJson = false;
      }
      expect(jsonFault(text) === undefined).toBe(isJson);
    }),
    { seed: 6, numRuns: 2000 },
  );
});
