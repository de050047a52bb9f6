import { fileURLToPath } from 'node:url';
import { describe, expect, it } from '@jest/globals';
import { DeckError } from '../../src/deck/deck-error.js';
import { readDeckFiles } from '../../src/deck/deck-files.js';
import { loadDeck } from '../../src/deck/load-deck.js';

const files = readDeckFiles(fileURLToPath(new URL('../../cards', import.meta.url)));

/** What loading the deck complains of when one text of facts.yaml is another. */
function problemsWith(written: string, instead: string): readonly string[] {
  const facts = files.find(({ path }) => path === 'facts.yaml');
  if (!facts?.text.includes(written)) throw new Error(`facts.yaml does not say "${written}"`);
  const changed = files.map((file) =>
    file === facts ? { ...facts, text: facts.text.replace(written, instead) } : file,
  );
  try {
    loadDeck(changed);
    return [];
  } catch (error) {
    if (error instanceof DeckError) return error.problems;
    throw error;
  }
}

describe('facts that are placed by other facts', () => {
  it('asks the EHR for what they are placed by', () => {
    const { templates } = loadDeck(files).hooks['order-sign'];
    expect(Object.keys(templates)).toEqual(
      expect.arrayContaining(['pregnancyTests', 'hospitalStays', 'imaging', 'encounters']),
    );
    // Named by no card, only by the fact that it ends.
    expect(templates.pregnancyTests).toContain('http://loinc.org|82810-3');
  });

  it.each([
    [
      'an anchor that is no fact',
      'after: history.newNeurologicalFinding',
      'after: history.newFinding',
      'unknown fact "history.newFinding"',
    ],
    [
      'an order after something that is no fact',
      'after: groups.transaminases',
      'after: groups.transaminase',
      'did you mean "groups.transaminases"?',
    ],
    [
      'an order after a dose',
      'after: groups.transaminases',
      'after: exposure.lastDose',
      'liverInjuryReferral.after',
    ],
    ['a misspelt test', 'lab: pregnancyTest,', 'lab: pregnancyTst,', 'did you mean "pregnancyTest"?'],
    [
      'a misspelt filter',
      'firstAmong: [notRefuted]',
      'firstAmong: [notRefutd]',
      'did you mean "notRefuted"?',
    ],
    [
      'a fact that rests on itself',
      'endedBy: history.pregnancyEnd',
      'endedBy: history.testedPregnancy',
      'rests on itself',
    ],
    [
      'a limit that is none',
      'apart: { days: infectionApartDays }',
      'apart: { days: infectionApartDay }',
      'did you mean "infectionApartDays"?',
    ],
    [
      'an expression that is none',
      'by: encounter.reference',
      'by: "encounter.(("',
      'not a valid FHIRPath expression',
    ],
  ])('refuses %s', (_, written, instead, problem) => {
    expect(problemsWith(written, instead).join('\n')).toContain(problem);
  });
});
