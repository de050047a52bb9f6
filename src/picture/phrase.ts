import type { FactDefinitions } from '../facts/fact-definitions.js';
import { type Denial, denialOf } from './denials.js';

/** Words that a record uses, and where it does not deny them. */
export interface Phrase {
  isIn(text: string): boolean;
  /** What the text says around the words, shortened; `undefined` where it does not say them. */
  quote(text: string): string | undefined;
}

/** Long enough to see what was meant, short enough for a summary. */
const LONGEST_QUOTE = 50;
/** As much may stand before the words; where more does, this much is kept. */
const LONGEST_LEAD = 25;
const LEAD = 15;
const ENDS = ['. ', '\n'];

/** The phrases of a deck, by name. */
export function phrasesOf({
  phrases,
  denials,
}: Pick<FactDefinitions, 'phrases' | 'denials'>): ReadonlyMap<string, Phrase> {
  const denialsIn = denialOf(denials);
  return new Map(
    Object.entries(phrases).map(([name, pattern]) => [
      name,
      phrase(pattern, denials.of.includes(name) ? denialsIn : undefined),
    ]),
  );
}

/** One phrase by its pattern, and by how what it names is denied. */
export function phrase(pattern: string, denialsIn: Denial | undefined): Phrase {
  const words = new RegExp(pattern, 'i');
  const everywhere = new RegExp(pattern, 'gi');
  const placeIn = (text: string): number | undefined => {
    if (!denialsIn) return words.exec(text)?.index;
    const isDenied = denialsIn(text);
    for (const { 0: found, index } of text.matchAll(everywhere))
      if (!isDenied(index, index + found.length)) return index;
    return undefined;
  };
  return {
    // Few texts hold the words at all.
    isIn: (text) => words.test(text) && placeIn(text) !== undefined,
    quote: (text) => {
      const place = placeIn(text);
      return place === undefined ? undefined : sentenceAt(text, place);
    },
  };
}

/** The sentence around a place, and of a long one the part around it: the words themselves must stay. */
function sentenceAt(text: string, place: number): string {
  const start = Math.max(...ENDS.map((end) => text.lastIndexOf(end, place) + 1));
  const ends = ENDS.map((end) => text.indexOf(end, place)).filter((at) => at >= 0);
  const end = Math.min(...ends, text.length);
  const from = place - start <= LONGEST_LEAD ? start : text.lastIndexOf(' ', place - LEAD) + 1;
  const whole = text.slice(from, end).trim();
  const cut = whole.length <= LONGEST_QUOTE ? whole : whole.slice(0, LONGEST_QUOTE).replace(/\s+\S*$/, '');
  return `${from > start ? '…' : ''}${cut.replace(/[.,;]$/, '')}${cut === whole ? '' : '…'}`;
}
