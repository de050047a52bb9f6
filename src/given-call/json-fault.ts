/** Where a text stops being JSON, and what to change there. */
export interface JsonFault {
  readonly line: number;
  readonly column: number;
  readonly offset: number;
  readonly problem: string;
  /** The line at fault, shortened around the place. */
  readonly excerpt: string;
  /** The place in the excerpt, from 0. */
  readonly mark: number;
}

/**
 * Finds the first fault of a text that `JSON.parse` has refused. Node's own message names the place in
 * some cases only, and differs between versions.
 */
export function jsonFault(text: string): JsonFault | undefined {
  const scanner = new Scanner(text);
  try {
    scanner.document();
    return undefined;
  } catch (error) {
    if (error instanceof Fault) return placed(text, error);
    throw error;
  }
}

class Fault extends Error {
  constructor(
    readonly offset: number,
    readonly problem: string,
  ) {
    super(problem);
  }
}

const DEEPEST = 1000;
const NUMBER = /-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?/y;
const WORD = /[A-Za-z_$][\w$]*/y;
const LITERALS = new Set(['true', 'false', 'null']);

class Scanner {
  #at = 0;

  constructor(readonly text: string) {}

  document(): void {
    if (this.text.trim() === '') throw new Fault(0, 'there is no text');
    this.#value(0);
    this.#space();
    if (this.#at < this.text.length)
      throw new Fault(this.#at, 'nothing may follow the end of the JSON value');
  }

  #value(depth: number): void {
    if (depth > DEEPEST) throw new Fault(this.#at, 'nested too deeply');
    this.#space();
    const next = this.text[this.#at];
    if (next === undefined) throw new Fault(this.#at, 'the text ends where a value should stand');
    if (next === '{') this.#members(depth);
    else if (next === '[') this.#items(depth);
    else if (next === '"') this.#string('a value');
    else this.#scalar(next);
  }

  #members(depth: number): void {
    const opened = this.#at;
    this.#at += 1;
    this.#space();
    if (this.#take('}')) return;
    for (;;) {
      this.#space();
      if (this.text[this.#at] !== '"') throw this.#noName(opened);
      this.#string('a name');
      this.#space();
      if (!this.#take(':')) throw new Fault(this.#at, 'a colon must stand between a name and its value');
      this.#value(depth + 1);
      this.#space();
      if (this.#take('}')) return;
      if (!this.#take(',')) throw this.#noComma('}', opened, 'members');
    }
  }

  #items(depth: number): void {
    const opened = this.#at;
    this.#at += 1;
    this.#space();
    if (this.#take(']')) return;
    for (;;) {
      this.#space();
      if (this.text[this.#at] === ']') throw new Fault(this.#at, 'remove the comma before this bracket');
      this.#value(depth + 1);
      this.#space();
      if (this.#take(']')) return;
      if (!this.#take(',')) throw this.#noComma(']', opened, 'items');
    }
  }

  #string(what: string): void {
    const opened = this.#at;
    for (let at = opened + 1; at < this.text.length; at += 1) {
      const character = this.text[at] ?? '';
      if (character === '"') {
        this.#at = at + 1;
        return;
      }
      if (character === '\n') throw new Fault(opened, `${what} in quotes is not closed on its line`);
      if (character < ' ')
        throw new Fault(at, 'a control character must be written as an escape, such as \\t');
      if (character === '\\') {
        if (!/^(["\\/bfnrt]|u[\da-fA-F]{4})/.test(this.text.slice(at + 1, at + 6)))
          throw new Fault(at, 'this is no escape of JSON');
        at += 1;
      }
    }
    throw new Fault(opened, `${what} in quotes is not closed`);
  }

  #scalar(next: string): void {
    if (next === "'") throw new Fault(this.#at, 'JSON takes double quotes only');
    if (next === '}' || next === ']') throw new Fault(this.#at, 'a value is missing before this');
    NUMBER.lastIndex = this.#at;
    WORD.lastIndex = this.#at;
    const number = NUMBER.exec(this.text)?.[0];
    const word = WORD.exec(this.text)?.[0];
    if (number !== undefined) this.#at += number.length;
    else if (word !== undefined && LITERALS.has(word)) this.#at += word.length;
    else if (word !== undefined)
      throw new Fault(this.#at, `“${word.slice(0, 30)}” is no value of JSON: texts stand in double quotes`);
    else throw new Fault(this.#at, 'a value cannot begin with this character');
  }

  #noName(opened: number): Fault {
    const next = this.text[this.#at];
    if (next === undefined) return this.#ends('}', opened);
    if (next === '}') return new Fault(this.#at, 'remove the comma before this brace');
    if (next === "'") return new Fault(this.#at, 'JSON takes double quotes only');
    return new Fault(this.#at, 'the name of a member must stand in double quotes');
  }

  #noComma(close: string, opened: number, what: string): Fault {
    if (this.text[this.#at] === undefined) return this.#ends(close, opened);
    return new Fault(this.#at, `a comma is missing between two ${what}, or a “${close}” before this`);
  }

  #ends(close: string, opened: number): Fault {
    const { line } = placeOf(this.text, opened);
    return new Fault(
      this.text.length,
      `the text ends before the “${close}” for what was opened on line ${line}`,
    );
  }

  #take(character: string): boolean {
    if (this.text[this.#at] !== character) return false;
    this.#at += 1;
    return true;
  }

  #space(): void {
    while (' \t\r\n'.includes(this.text[this.#at] ?? '-')) this.#at += 1;
  }
}

const BEFORE = 40;
const AFTER = 30;

function placed(text: string, { offset, problem }: Fault): JsonFault {
  const { line, column, start } = placeOf(text, offset);
  const end = text.indexOf('\n', start);
  const from = Math.max(start, offset - BEFORE);
  const excerpt = text.slice(from, Math.min(end < 0 ? text.length : end, offset + AFTER));
  return { line, column, offset, problem, excerpt: excerpt.replaceAll('\t', ' '), mark: offset - from };
}

function placeOf(text: string, offset: number): { line: number; column: number; start: number } {
  const before = text.slice(0, offset);
  const start = before.lastIndexOf('\n') + 1;
  return { line: before.split('\n').length, column: offset - start + 1, start };
}
