import { indicatorOf } from '../../deck/compose.js';
import type { Deck } from '../../deck/deck.js';
import type { Finding } from '../../deck/finding.js';
import type { ScreenedPicture } from '../../deck/screened-picture.js';
import type { HookName } from '../../request/hook-request.js';
import { readFacts } from './read-facts.js';

/** What became of a card of the deck in one call. */
export type Fate = 'shown' | 'not-shown' | 'cannot-tell' | 'silent' | 'not-asked';

/** What became of a card that was asked, in a sentence. */
export function fateOf(
  deck: Deck,
  finding: Finding,
  isShown: boolean,
  isHidden: boolean,
  hook: HookName,
  picture: ScreenedPicture,
): { readonly fate: Fate; readonly reason: string } {
  const { spoken, card, outcome } = finding;
  if (spoken) {
    const number = card.cases.indexOf(spoken) + 1;
    const because = card.cases.length === 1 ? 'Its condition holds' : `Its case ${number} holds`;
    const open = finding.unknownCases > 0 ? '; a graver case could not be told' : '';
    if (isShown) return { fate: 'shown', reason: `${because}${open}.` };
    if (isHidden) return { fate: 'not-shown', reason: `${because}, but a graver card says it all.` };
    const indicator = indicatorOf(finding, hook);
    const isTooMild = !deck.definition.hooks[hook].shows.includes(indicator);
    return {
      fate: 'not-shown',
      reason: isTooMild
        ? `${because}, but ${indicator} is not shown at ${hook}.`
        : `${because}, but there were more than ${deck.definition.mostCards} cards.`,
    };
  }
  if (outcome === 'cannot-tell') {
    const open = readFacts([...finding.unknownFacts, ...finding.doubtfulFacts], picture);
    const named = open
      .filter(({ state }) => state !== 'usable' && state !== 'absent')
      .map(({ name, shown }) => (shown === '' ? name : `${name} (${shown})`));
    return {
      fate: 'cannot-tell',
      reason: `Not known: ${[...new Set(named)].join('; ') || 'see its conditions'}.`,
    };
  }
  const applies = card.applies?.holds(picture);
  return {
    fate: 'silent',
    reason: applies === 'no' ? 'Does not apply to this patient or order.' : 'None of its conditions holds.',
  };
}
