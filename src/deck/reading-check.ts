import { unknownName } from '../configuration/nearest-name.js';
import type { DeckDocument } from './deck-document.js';
import type { ReadingsFile } from './deck-documents.js';

export const INVALID_PATTERN = 'not a valid pattern';

/** Whether a text can be compiled, as all patterns of a deck are, without regard to capitals. */
export function isPattern(text: string): boolean {
  try {
    new RegExp(text, 'i');
    return true;
  } catch {
    return false;
  }
}

/** Checks how results are read: a misspelt value set would leave every coded result of its kind unread. */
export function checkReadings(document: DeckDocument<ReadingsFile>, valueSets: readonly string[]): void {
  const { words, codedResults } = document.content;
  for (const [name, patterns] of Object.entries(words)) {
    for (const [index, { text }] of patterns.entries()) {
      if (!isPattern(text)) document.fault(['words', name, index, 'text'], INVALID_PATTERN);
    }
  }
  for (const [index, { codes }] of codedResults.entries()) {
    if (!valueSets.includes(codes))
      document.fault(['codedResults', index, 'codes'], unknownName('value set', codes, valueSets));
  }
}
