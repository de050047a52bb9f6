import type { Token } from './condition.js';
import type { ScreenedPicture } from './screened-picture.js';

/** A text with `{{expression}}` tokens, compiled. */
export interface TextTemplate {
  readonly facts: readonly string[];
  /** Fills the tokens; data is passed through `protect` so that no record can write markup. */
  render(picture: ScreenedPicture, protect: (data: string) => string): string;
}

const TOKEN = /\{\{(.*?)\}\}/g;

/** The expressions of a text in its own order. */
export function tokensIn(text: string): readonly string[] {
  return [...text.matchAll(TOKEN)].map((match) => (match[1] ?? '').trim());
}

/** Compiles a text of one line, which stays whatever its tokens have to say: a card without a summary would be none. */
export function compileLine(text: string, compile: (expression: string) => Token): TextTemplate {
  const tokens = tokensIn(text).map(compile);
  const parts = withoutTokens(text);
  return {
    facts: [...new Set(tokens.flatMap((t) => t.facts))],
    render: (picture, protect) => fill(parts, readAll(tokens, picture), protect).trim(),
  };
}

export const BROKEN_TOKEN = 'a token is not opened or not closed on its line; write {{expression}}';

/** A token that is not closed, or broken over lines, would be shown to physicians as it stands. */
export function hasStrayBraces(text: string): boolean {
  return /\{\{|\}\}/.test(text.replace(TOKEN, ''));
}

/**
 * Compiles a text. A line whose tokens all have nothing to say is left out: "Pending: {{…}}"
 * disappears when nothing is pending. A list item that is one token becomes an item per value.
 */
export function compileTemplate(text: string, compile: (expression: string) => Token): TextTemplate {
  const lines = text.split('\n').map((line) => {
    const tokens = tokensIn(line).map(compile);
    const parts = withoutTokens(line);
    const isItem = tokens.length === 1 && /^\s*- $/.test(parts[0] ?? '') && parts[1] === '';
    return { parts, tokens, each: isItem ? tokens[0] : undefined };
  });
  return {
    facts: [...new Set(lines.flatMap(({ tokens }) => tokens.flatMap((t) => t.facts)))],
    render: (picture, protect) =>
      lines
        .flatMap(({ parts, tokens, each }) => {
          if (each) return each.readAll(picture).map((value) => `${parts[0]}${protect(value)}`);
          const values = readAll(tokens, picture);
          if (tokens.length > 0 && values.every((value) => value === '')) return [];
          return [fill(parts, values, protect)];
        })
        .join('\n')
        .trim(),
  };
}

/** What stands before, between and after the tokens. */
export function withoutTokens(text: string): readonly string[] {
  return text.split(TOKEN).filter((_, index) => index % 2 === 0);
}

function readAll(tokens: readonly Token[], picture: ScreenedPicture): readonly string[] {
  return tokens.map((token) => token.read(picture));
}

function fill(
  parts: readonly string[],
  values: readonly string[],
  protect: (data: string) => string,
): string {
  let text = '';
  for (const [index, part] of parts.entries()) {
    text += index < values.length ? part + protect(values[index] ?? '') : part;
  }
  return text;
}
