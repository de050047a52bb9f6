import type { CodeableConcept, Coding } from 'fhir/r4.js';

/** The codings of a concept, whatever an EHR put in its place: records are not trusted to be valid. */
export function codingsOf(concept: CodeableConcept | undefined): readonly Coding[] {
  const codings = concept?.coding;
  if (!Array.isArray(codings)) return NO_CODINGS;
  for (const coding of codings) if (!isCoding(coding)) return codings.filter(isCoding);
  return codings;
}

const NO_CODINGS: readonly Coding[] = [];

function isCoding(coding: unknown): coding is Coding {
  return typeof coding === 'object' && coding !== null;
}

/** Everything a concept says in words: its text, then the displays of its codings. */
export function wordsOf(concept: CodeableConcept | undefined): readonly string[] {
  const words: string[] = [];
  if (isWord(concept?.text)) words.push(concept.text);
  for (const { display } of codingsOf(concept)) if (isWord(display)) words.push(display);
  return words;
}

function isWord(text: unknown): text is string {
  return typeof text === 'string' && text.trim() !== '';
}
