/** CDS Hooks 2.0: a summary has fewer than 140 characters. */
export const LONGEST_SUMMARY = 139;
const LONGEST_DATA = 80;
const LONGEST_DETAIL_DATA = 300;

/** Data inside a summary: one line, no control characters, and never so long that the advice is cut off. */
export function plainData(data: string): string {
  return shorten(oneLine(data), LONGEST_DATA);
}

/**
 * Data inside `detail`, which is GitHub Flavored Markdown: what a record says must show as it is
 * written and do nothing (no HTML, no links, no images). Only characters that could do something
 * are escaped, since some EHRs show the text as it is.
 */
export function markdownData(data: string): string {
  const line = shorten(oneLine(data), LONGEST_DETAIL_DATA);
  if (!PERHAPS_MARKUP.test(line)) return line;
  return (
    line
      .replace(/[\\`*_[\]~|]/g, '\\$&')
      .replace(/<(?=[a-z/!?])/gi, '\\<')
      .replace(/&(?=#?\w+;)/g, '\\&')
      .replace(/(https?|ftp|mailto|xmpp|javascript|data):/gi, '$1\\:')
      .replace(/www\./gi, 'www\\.')
      .replace(/(?<=[\w.+-])@(?=\w)/g, '\\@')
      // At the start of a line these would be a heading, a quotation or a list.
      .replace(/^(?=>|(?:#{1,6}|[-+=]+)(?:\s|$))/, '\\')
      .replace(/^(\d{1,9})(?=[.)](?:\s|$))/, '$1\\')
  );
}

/** Whatever the replacements above look for, and more: most of what records say holds none of it. */
const PERHAPS_MARKUP = /[\\`*_[\]~|<&:@]|www\.|^(?:[>#+=-]|\d+[.)])/i;

/** A summary begins with a capital, also where it begins with a fact, which is named as within a sentence. */
export function summaryText(text: string): string {
  const line = oneLine(text);
  return shorten(line.charAt(0).toUpperCase() + line.slice(1), LONGEST_SUMMARY);
}

function oneLine(text: string): string {
  if (ONE_LINE.test(text)) return text;
  return text
    .replace(/[\p{Cc}\u2028\u2029\p{Bidi_Control}]+/gu, ' ')
    .replace(/\s+/g, ' ')
    .trim();
}

const ONE_LINE = /^(?:[!-~]+ )*[!-~]+$/;

/** Cut between whole characters, so that no half of one is left over. */
function shorten(text: string, most: number): string {
  if (text.length <= most) return text;
  let kept = '';
  for (const character of text) {
    if (kept.length + character.length >= most) break;
    kept += character;
  }
  return `${kept.trimEnd()}…`;
}
