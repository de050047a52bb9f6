import { describe, expect, it } from '@jest/globals';
import type { Token } from '../../src/deck/condition.js';
import type { ScreenedPicture } from '../../src/deck/screened-picture.js';
import { compileTemplate, hasStrayBraces, tokensIn } from '../../src/deck/text-template.js';

const values: Readonly<Record<string, readonly string[]>> = {
  'labs.igg.shown': ['IgG 3.9 g/L'],
  'labs.iga.shown': ['IgA 0.5 g/L'],
  'labs.alt.shown': [],
  'unchecked.lines': ['HBsAg: not sent', 'IgG: no unit'],
};
const compile = (expression: string): Token => {
  const read = values[expression] ?? [];
  return { facts: [expression], readAll: () => read, read: () => read.join(', ') };
};
const picture = {} as ScreenedPicture;
const rendered = (text: string, protect = (data: string): string => data): string =>
  compileTemplate(text, compile).render(picture, protect);

describe('a card text', () => {
  it.each([
    ['without tokens stays as it is', 'Consult immunology.', 'Consult immunology.'],
    ['has its tokens filled', 'Low: {{labs.igg.shown}}.', 'Low: IgG 3.9 g/L.'],
    ['has several on a line filled', '{{labs.igg.shown}}; {{ labs.iga.shown }}', 'IgG 3.9 g/L; IgA 0.5 g/L'],
    [
      'leaves out a line whose token says nothing',
      'First.\nPending: {{labs.alt.shown}}\nLast.',
      'First.\nLast.',
    ],
    [
      'keeps a line of which one token says something',
      'Found: {{labs.alt.shown}}{{labs.igg.shown}}',
      'Found: IgG 3.9 g/L',
    ],
    [
      'lists several values on a line with commas',
      'Not: {{unchecked.lines}}',
      'Not: HBsAg: not sent, IgG: no unit',
    ],
    [
      'makes an item of each value where the token is the item',
      'Look up:\n\n- {{unchecked.lines}}',
      'Look up:\n\n- HBsAg: not sent\n- IgG: no unit',
    ],
    ['makes no item of no value', 'Look up:\n- {{labs.alt.shown}}', 'Look up:'],
    [
      'keeps an item with words of its own together',
      '- also {{unchecked.lines}}',
      '- also HBsAg: not sent, IgG: no unit',
    ],
    ['keeps empty lines of its own, but not at its ends', '\na\n\nb\n', 'a\n\nb'],
  ])('%s', (_, text, shown) => {
    expect(rendered(text)).toBe(shown);
  });

  it('passes data, and only data, through its protection', () => {
    const protect = (data: string): string => data.toUpperCase();
    expect(rendered('*Low* {{labs.igg.shown}}\n- {{unchecked.lines}}', protect)).toBe(
      '*Low* IGG 3.9 G/L\n- HBSAG: NOT SENT\n- IGG: NO UNIT',
    );
  });

  it('cannot be given a token by data', () => {
    const token = compileTemplate('{{a}}', () => ({
      facts: [],
      readAll: () => ['{{b}} $1 $&'],
      read: () => '{{b}} $1 $&',
    }));
    expect(token.render(picture, (data) => data)).toBe('{{b}} $1 $&');
  });

  it('names every fact it reads once', () => {
    const { facts } = compileTemplate('{{labs.igg.shown}}\n{{labs.igg.shown}} {{labs.iga.shown}}', compile);
    expect(facts).toEqual(['labs.igg.shown', 'labs.iga.shown']);
  });

  it('lists its tokens', () => {
    expect(tokensIn('a {{ x }} b {{y}}')).toEqual(['x', 'y']);
  });
});

describe('braces that open no token', () => {
  it.each([
    ['of a token that is not closed', 'Low: {{labs.igg.shown}', true],
    ['of a token that is not opened', 'Low: labs.igg.shown}}', true],
    ['of a token broken over two lines', 'Low: {{iif(a,\n b, c)}}', true],
    ['none', 'Low: {{labs.igg.shown}} {single}', false],
  ])('%s', (_, text, isStray) => {
    expect(hasStrayBraces(text)).toBe(isStray);
  });
});
