import { describe, expect, it } from '@jest/globals';
import { markdown } from '../../src/workbench/markdown.js';

describe('the detail of a card', () => {
  it('is shown with its emphasis, lists and line breaks', () => {
    expect(markdown('**Severe:** stop\nand treat\n\n- one\n- two').text).toBe(
      '<p><strong>Severe:</strong> stop<br>\nand treat</p>\n<ul>\n<li>one</li>\n<li>two</li>\n</ul>\n',
    );
  });

  it('may link to the web, without telling where from', () => {
    expect(markdown('[label](https://example.org/a?b=1&c=2)').text).toBe(
      '<p><a href="https://example.org/a?b=1&amp;c=2" rel="noopener noreferrer">label</a></p>\n',
    );
  });

  it.each([
    '<img src=x onerror=alert(1)>',
    '<script>alert(1)</script>',
    '<details open ontoggle=alert(1)>',
    '[x](javascript:alert(1))',
    '[x](JaVaScRiPt:alert(1))',
    '[x](&#106;avascript:alert(1))',
    '[x](\u0001javascript:alert(1))',
    '[x](data:text/html,<script>alert(1)</script>)',
    '[x](vbscript:x)',
    '[x](file:///etc/passwd)',
    '[x](//example.org)',
    '<javascript:alert(1)>',
    '![x](https://example.org)',
    '[x][1]\n\n[1]: javascript:alert(1)',
    '[x](https://example.org "\\" onmouseover=alert(1) \\"")',
  ])('%j does nothing', (text) => {
    const { text: markup } = markdown(text);
    const elements = [...markup.matchAll(/<(\w+)/g)].map(([, name]) => name);
    expect(
      elements.filter((name) => !['p', 'a', 'br', 'ul', 'li', 'strong', 'em'].includes(name ?? '')),
    ).toEqual([]);
    for (const [, attributes = ''] of markup.matchAll(/<a ([^>]*)>/g)) {
      expect(attributes).toMatch(
        /^href="https:\/\/example\.org"( title="[^"]*")? rel="noopener noreferrer"$/,
      );
    }
  });
});
