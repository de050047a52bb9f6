import { fileURLToPath } from 'node:url';
import { expect, it } from '@jest/globals';
import { DeckError } from '../../src/deck/deck-error.js';
import { type DeckFile, readDeckFiles } from '../../src/deck/deck-files.js';
import { loadDeck } from '../../src/deck/load-deck.js';

export const files = readDeckFiles(fileURLToPath(new URL('../../cards', import.meta.url)));

/** The deck with one text replaced by another, in one file. */
export function withChange(
  path: string,
  from: string,
  to: string,
  deck: readonly DeckFile[] = files,
): readonly DeckFile[] {
  const file = deck.find((f) => f.path === path);
  if (!file?.text.includes(from)) throw new Error(`${path} does not contain "${from}"`);
  return deck.map((f) => (f === file ? { path, text: f.text.replace(from, () => to) } : f));
}

export function problemsOf(deck: readonly DeckFile[]): readonly string[] {
  try {
    loadDeck(deck);
    return [];
  } catch (error) {
    if (error instanceof DeckError) return error.problems;
    throw error;
  }
}

/** What is wrong, in which file, what stands there, what is put in its place, and what the refusal says. */
type FaultInFile = readonly [what: string, path: string, from: string, to: string, message: string];

/** One test per fault: it is refused with its file and its line. */
export function itRefuses(faults: readonly FaultInFile[]): void {
  it.each(faults)('%s', (_, path, from, to, message) => {
    const problems = problemsOf(withChange(path, from, to));
    const found = problems.find((problem) => problem.includes(message));
    expect({ found: found !== undefined, problems }).toEqual({ found: true, problems });
    expect(found).toMatch(new RegExp(`^${path.replaceAll('.', '\\.')}:\\d+: `));
  });
}
