/** A condition taken apart at its `and` and `or`; what cannot be taken apart further is asked as a whole. */
export type BooleanParts =
  | { readonly kind: 'and' | 'or'; readonly parts: readonly BooleanParts[] }
  | { readonly kind: 'leaf'; readonly text: string };

/**
 * Takes a FHIRPath condition apart. The library evaluates both sides of every `and` and `or`, whatever
 * the first says; taken apart, a side that decides is enough, and a part that several cards ask is asked
 * once per patient. `and` binds tighter than `or`; beside `xor` or `implies` nothing is taken apart.
 */
export function booleanParts(condition: string): BooleanParts {
  const text = withoutOuterParentheses(condition.trim());
  if (splitAt(text, ['xor', 'implies']).length > 1) return { kind: 'leaf', text };
  const alternatives = splitAt(text, ['or']);
  if (alternatives.length > 1) return { kind: 'or', parts: alternatives.map(booleanParts) };
  const demands = splitAt(text, ['and']);
  if (demands.length > 1) return { kind: 'and', parts: demands.map(booleanParts) };
  return { kind: 'leaf', text };
}

/** Splits at words that stand outside parentheses, brackets and quotes. */
function splitAt(text: string, words: readonly string[]): readonly string[] {
  const pieces: string[] = [];
  let start = 0;
  forEachOutside(text, (index) => {
    const word = words.find((w) => text.startsWith(w, index) && isWordAt(text, index, w.length));
    if (word === undefined) return;
    pieces.push(text.slice(start, index));
    start = index + word.length;
  });
  pieces.push(text.slice(start));
  return pieces;
}

function isWordAt(text: string, index: number, length: number): boolean {
  const before = text[index - 1] ?? ' ';
  const after = text[index + length] ?? ' ';
  return /[\s)]/.test(before) && /[\s(]/.test(after);
}

function withoutOuterParentheses(text: string): string {
  if (!text.startsWith('(') || !text.endsWith(')')) return text;
  let closesEarly = false;
  forEachOutside(text, (index) => {
    // Anything outside after the first position means that the first parenthesis closed before the end.
    if (index > 0) closesEarly = true;
  });
  return closesEarly ? text : withoutOuterParentheses(text.slice(1, -1).trim());
}

/** Visits every position that lies outside parentheses and quotes; an opening parenthesis itself lies outside. */
function forEachOutside(text: string, visit: (index: number) => void): void {
  let depth = 0;
  let quote: string | undefined;
  for (let index = 0; index < text.length; index += 1) {
    const letter = text[index];
    if (quote !== undefined) {
      if (letter === '\\') index += 1;
      else if (letter === quote) quote = undefined;
    } else if (letter === "'" || letter === '`') {
      quote = letter;
    } else if (letter === '(' || letter === '[' || letter === '{') {
      if (depth === 0) visit(index);
      depth += 1;
    } else if (letter === ')' || letter === ']' || letter === '}') {
      depth -= 1;
    } else if (depth === 0) {
      visit(index);
    }
  }
}
