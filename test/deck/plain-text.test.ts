import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { LONGEST_SUMMARY, markdownData, plainData, summaryText } from '../../src/deck/plain-text.js';

describe('what a record says, inside Markdown', () => {
  it.each([
    ['an image that runs a script', '<img src=x onerror=alert(1)>', '\\<img src=x onerror=alert(1)>'],
    ['a script', '</p><script>alert(1)</script>', '\\</p>\\<script>alert(1)\\</script>'],
    ['a comment', '<!-- hidden', '\\<!-- hidden'],
    ['a processing instruction', '<?php', '\\<?php'],
    ['an entity that would become markup', '&lt;img&gt; &#60;b&#62;', '\\&lt;img\\&gt; \\&#60;b\\&#62;'],
    ['a link', '[here](https://evil.example)', '\\[here\\](https\\://evil.example)'],
    ['an image', '![x](http://evil.example/x.png)', '!\\[x\\](http\\://evil.example/x.png)'],
    ['a bare address', 'see https://evil.example', 'see https\\://evil.example'],
    ['a bare www address', 'see WWW.evil.example', 'see www\\.evil.example'],
    ['a mail address', 'write to a@evil.example', 'write to a\\@evil.example'],
    ['a mail address with signs in it', 'a.+@evil.example', 'a.+\\@evil.example'],
    ['a javascript address', 'javascript:alert(1)', 'javascript\\:alert(1)'],
    ['a data address', 'data:text/html,x', 'data\\:text/html,x'],
    ['emphasis', '*very* **bold** _it_ ~~no~~', '\\*very\\* \\*\\*bold\\*\\* \\_it\\_ \\~\\~no\\~\\~'],
    ['code', '`rm -rf`', '\\`rm -rf\\`'],
    ['a table', 'a | b', 'a \\| b'],
    ['a backslash', 'a\\*b', 'a\\\\\\*b'],
    ['a heading', '# Urgent', '\\# Urgent'],
    ['a quotation', '>said', '\\>said'],
    ['a bullet', '- first', '\\- first'],
    ['a plus bullet', '+ first', '\\+ first'],
    ['a rule', '---', '\\---'],
    ['a numbered item', '1. first', '1\\. first'],
    ['a numbered item with a bracket', '2) second', '2\\) second'],
    ['lines', 'a\n\n# b\r\n- c', 'a # b - c'],
    ['control characters', 'a\u0000\u0007b\u001b[31m', 'a b \\[31m'],
    ['separators of lines', 'a\u2028b\u2029c', 'a b c'],
    ['text turned around', 'a\u202eb\u2066c', 'a b c'],
  ])('%s shows as it is written and does nothing', (_, data, shown) => {
    expect(markdownData(data)).toBe(shown);
  });

  it.each([
    'IgG 390 mg/dL (3 Oct 2025)',
    '< 0.05 IU/mL',
    'ALT 4.2x, upper limit 50 U/L',
    'Ocrevus 300 mg/10 mL, 300 mg; planned 5 Mar 2026',
    '300 mg once',
    "O'Brien & Søn, 50 % (#3)",
    '-5 °C',
  ])('ordinary data stays as it is: %s', (data) => {
    expect(markdownData(data)).toBe(data);
  });

  it('is cut at 300 characters', () => {
    expect(markdownData('a'.repeat(400))).toBe(`${'a'.repeat(299)}…`);
  });

  it('has no character that could begin markup, whatever it is', () => {
    fc.assert(
      fc.property(
        fc.string({ unit: fc.constantFrom(...'ab <>[]()!*_`~|\\&#:;@/-+=1.\n\t'), maxLength: 40 }),
        (data) => {
          const shown = markdownData(data);
          expect(shown).not.toMatch(/[\n\r\t]/);
          expect(shown).not.toMatch(/(?<!\\)(?:\\\\)*<[a-z/!?]/i);
          expect(shown).not.toMatch(/(?<!\\)(?:\\\\)*[[\]`*_~|]/);
        },
      ),
      { seed: 3 },
    );
  });
});

describe('what a record says, inside a summary', () => {
  it('is one line without control characters', () => {
    expect(plainData(' a\n\tb\u0000 \u202ec ')).toBe('a b c');
  });

  it('is not escaped, since a summary is plain text', () => {
    expect(plainData('<b> & *x*')).toBe('<b> & *x*');
  });

  it('is cut at 80 characters, so that the advice is not', () => {
    expect(plainData('a'.repeat(81))).toBe(`${'a'.repeat(79)}…`);
    expect(plainData('a'.repeat(80))).toBe('a'.repeat(80));
  });
});

describe('a summary', () => {
  it('has at most 139 characters', () => {
    expect(summaryText('A'.repeat(139))).toBe('A'.repeat(139));
    expect(summaryText('A'.repeat(140))).toBe(`${'A'.repeat(138)}…`);
  });

  it('begins with a capital', () => {
    expect(summaryText('natalizumab is active')).toBe('Natalizumab is active');
  });

  it('is never cut inside a character', () => {
    const cut = summaryText('😀'.repeat(100));
    expect(cut.length).toBeLessThanOrEqual(LONGEST_SUMMARY);
    expect(cut).toBe(`${'😀'.repeat(69)}…`);
  });

  it('that is short enough gets no ellipsis', () => {
    expect(summaryText('😀'.repeat(69))).toBe('😀'.repeat(69));
  });
});
