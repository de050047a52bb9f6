import type { FactDefinitions } from '../deck/fact-definitions.js';
import { denialOf } from './denials.js';
import { phrase } from './phrase.js';

/** The value sets to which a diagnosis belongs by its words, where none of its codes is in one. */
export type DiagnosisWords = (words: readonly string[], hasKnownCode: boolean) => readonly string[];

const NO_SETS: readonly string[] = [];

/** Compiles the words of diagnoses; what they deny ("no pneumonia") does not count. */
export function diagnosisWords({
  diagnosesInWords,
  denials,
}: Pick<FactDefinitions, 'diagnosesInWords' | 'denials'>): DiagnosisWords {
  const denialsIn = denialOf(denials);
  const all = diagnosesInWords.map(({ codes, text, notText, textAlways = false }) => ({
    codes,
    textAlways,
    said: phrase(text, denialsIn),
    not: notText === undefined ? undefined : new RegExp(notText, 'i'),
  }));
  const always = all.filter(({ textAlways }) => textAlways);
  return (words, hasKnownCode) => {
    let sets: string[] | undefined;
    for (const { codes, said, not } of hasKnownCode ? always : all) {
      if (words.some((text) => said.isIn(text)) && !words.some((text) => not?.test(text)))
        sets = [...(sets ?? NO_SETS), codes];
    }
    return sets ?? NO_SETS;
  };
}
