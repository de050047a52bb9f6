import type { CodeableConcept } from 'fhir/r4.js';
import type { FactDefinitions } from '../facts/fact-definitions.js';
import { codingsOf, wordsOf } from '../fhir/codeable-concept.js';
import { denialOf } from './denials.js';
import { phrase } from './phrase.js';

/** The value sets to which a diagnosis belongs by its words, where none of its codes is in one. */
export type DiagnosisWords = (diagnosis: CodeableConcept | undefined) => readonly string[];

const NO_SETS: readonly string[] = [];

/** Compiles the words of diagnoses; what they deny ("no pneumonia") does not count. */
export function diagnosisWords({
  diagnosesInWords,
  denials,
}: Pick<FactDefinitions, 'diagnosesInWords' | 'denials'>): DiagnosisWords {
  const denialsIn = denialOf(denials);
  const all = diagnosesInWords.map(({ codes, text, notText }) => ({
    codes,
    said: phrase(text, denialsIn),
    not: notText === undefined ? undefined : new RegExp(notText, 'i'),
  }));
  // Most diagnoses of a record are none of these: one look tells.
  const any = new RegExp(diagnosesInWords.map(({ text }) => `(?:${text})`).join('|') || '(?!)', 'i');
  const says = (text: unknown): boolean => typeof text === 'string' && any.test(text);
  return (diagnosis) => {
    if (!says(diagnosis?.text) && !codingsOf(diagnosis).some(({ display }) => says(display))) return NO_SETS;
    const words = wordsOf(diagnosis);
    return all
      .filter(({ said, not }) => words.some(said.isIn) && !words.some((text) => not?.test(text)))
      .map(({ codes }) => codes);
  };
}
