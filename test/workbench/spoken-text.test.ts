import { describe, expect, it } from '@jest/globals';
import { spokenText } from '../../src/workbench/deck/spoken-text.js';
import { loadProjectDeck } from '../support/judge-story.js';

const deck = loadProjectDeck();
const { definitions } = deck.source;

/** As a reviewer reads it: without the markup, and without the expressions, which are titles. */
function read(text: string): string {
  return spokenText(text, definitions)
    .text.replace(/<[^>]*>/g, '')
    .replaceAll('&#39;', "'")
    .replaceAll('&amp;', '&');
}

describe('a text of a card, in words', () => {
  const texts = [...deck.cards, deck.uncheckedCard].flatMap(({ definition: { id, detail, cases } }) => [
    ...(detail === undefined ? [] : [[`${id}: text`, detail]]),
    ...cases.map(({ summary }, index) => [`${id}: summary ${index + 1}`, summary]),
    ...cases.flatMap(({ detail: own }, index) =>
      own === undefined ? [] : [[`${id}: text ${index + 1}`, own]],
    ),
  ]);

  it.each(texts)('%s says what is said, not how it is asked', (_place, text = '') => {
    const words = read(text);
    expect(words).not.toMatch(/\bexists\b|\bis present\b|\bany \w+: |\biif\b|\beu\b|\{\{|\}\}|…/);
    expect(words).not.toMatch(/ [&=+<>] | != |\(\)|''|', '/);
  });

  it.each([
    ["{{iif(history.pml.onDay.exists(), ', ' & history.pml.onDay, '')}}", ', PML: day'],
    ["{{iif(orders.ocrelizumab.isPresent, 'before', 'for')}}", 'before / for'],
    ['{{limits.nonLiveVaccineDays}}', '14'],
    ["{{iif(site.region = 'eu', limits.vaccineDaysEu, limits.liveVaccineDays)}}", '42 / 28'],
    [
      '{{iif(labs.igg.isLow, labs.igg.shown, iif(labs.iga.isLow, labs.iga.shown, labs.igg.shown))}}',
      'IgG: value and day / IgA: value and day',
    ],
    [
      "{{iif(history.pml.manifestation.exists(), history.pml.manifestation.lower(), 'none')}}",
      'PML: manifestation / none',
    ],
  ])('%s is read as "%s"', (text, words) => {
    expect(read(text)).toBe(words);
  });
});
