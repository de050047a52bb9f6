/** What the grammar of JSON asks for next. */
export type Due = 'name' | 'colon' | 'value' | 'comma';

/** An object or a list that is not closed yet. */
export interface Opened {
  readonly close: '}' | ']';
  /** From 0. */
  readonly line: number;
}

/** What stands where it may not. */
export interface Refused {
  /** The name of the parser's error code. */
  readonly kind: string;
  /** Empty at the end of the text. */
  readonly token: string;
  readonly due: Due;
  readonly within: Opened | undefined;
}

/** What to change, and how far into the token. */
export interface JsonProblem {
  readonly problem: string;
  readonly inside: number;
}

/**
 * Says it by what was due: the parser's code names what it would have liked, which is not always what to
 * change.
 */
export function problemOf(refused: Refused): JsonProblem {
  const { kind, token, due } = refused;
  if (kind === 'InvalidCommentToken') return atStart('JSON takes no comments');
  if (due === 'colon') return atStart('a colon must stand between a name and its value');
  if (due === 'comma') return atStart(noComma(refused));
  if (token.startsWith('"')) return inString(refused);
  if (due === 'value' && kind === 'UnexpectedEndOfNumber')
    return { problem: 'digits of a number are missing before this', inside: token.length };
  return atStart(due === 'name' ? noName(refused) : noValue(refused));
}

function atStart(problem: string): JsonProblem {
  return { problem, inside: 0 };
}

function noComma({ token, within }: Refused): string {
  if (!within) return 'nothing may follow the end of the JSON value';
  if (token === '') return unclosed(within);
  const what = within.close === '}' ? 'members' : 'items';
  return `a comma is missing between two ${what}, or a “${within.close}” before this`;
}

function noName({ token, within }: Refused): string {
  if (token === '' && within) return unclosed(within);
  if (token === '}') return 'remove the comma before this brace';
  if (token === ',') return 'remove this comma';
  if (OTHER_QUOTE.test(token)) return DOUBLE_QUOTES;
  return 'the name of a member must stand in double quotes';
}

function noValue({ token, within }: Refused): string {
  if (token === '') return 'the text ends where a value should stand';
  if (token === ']' && within?.close === ']') return 'remove the comma before this bracket';
  if ('}],'.includes(token)) return 'a value is missing before this';
  if (OTHER_QUOTE.test(token)) return DOUBLE_QUOTES;
  if (/^[A-Za-z_$]/.test(token))
    return `“${token.slice(0, 30)}” is no value of JSON: texts stand in double quotes`;
  return 'a value cannot begin with this character';
}

/** Typographic ones come with what was pasted from a text processor. */
const OTHER_QUOTE = /^['‘’“”„`]/;
const DOUBLE_QUOTES = 'JSON takes straight double quotes (") only';

function unclosed({ close, line }: Opened): string {
  return `the text ends before the “${close}” for what was opened on line ${line + 1}`;
}

/** An escape as it should be, or what is refused: a backslash alone, or a control character. */
const ESCAPE_OR_FAULT = /\\(?:["\\/bfnrt]|u[\da-fA-F]{4})?|[^ -\uffff]/g;

function inString({ kind, token, due }: Refused): JsonProblem {
  if (kind === 'UnexpectedEndOfString') return atStart(`a ${due} in quotes is not closed on its line`);
  const fault = [...token.matchAll(ESCAPE_OR_FAULT)].find(([found]) => found.length === 1);
  const problem =
    fault?.[0] === '\\'
      ? 'this is no escape of JSON'
      : 'a control character must be written as an escape, such as \\t';
  return { problem, inside: fault?.index ?? 0 };
}
