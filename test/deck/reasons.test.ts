import { describe, expect, it } from '@jest/globals';
import { loadDeck } from '../../src/deck/load-deck.js';
import { problemsOf, withChange } from './faulty-deck.js';

const MALIGNANCY = '{ when: history.malignancy.isPresent, shown: history.malignancy.shown }';

function withReason(reason: string) {
  return withChange('facts.yaml', MALIGNANCY, reason);
}

describe('a list of reasons', () => {
  it('is refused where it names a fact that does not exist', () => {
    const [problem] = problemsOf(
      withReason('{ when: history.malignancie.isPresent, shown: history.malignancy.shown }'),
    );
    expect(problem).toContain('unknown member "malignancie" of history; did you mean "malignancy"?');
    expect(problem).toMatch(/^facts\.yaml:\d+: reasons\.againstDose\.any\[7\]\.when/);
  });

  it('may not rest on reasons, as one could rest on itself', () => {
    expect(
      problemsOf(withReason('{ when: reasons.againstDose.isAny, shown: "\'all of them\'" }')).join('\n'),
    ).toContain('unknown fact "reasons"');
  });

  it('is refused where no card asks for it', () => {
    const deck = withChange(
      'facts.yaml',
      'reasons:\n',
      'reasons:\n  unasked: { name: nobody asks, any: [{ when: exposure.isNaive, shown: exposure.name }] }\n',
    );
    expect(problemsOf(deck).join('\n')).toContain('the list of reasons "unasked" is left over');
  });

  it('lends its facts to the cards that ask for it, so that they are asked of the EHR', () => {
    const overdue = loadDeck(withReason(MALIGNANCY)).cards.find(
      ({ definition }) => definition.id === 'doseOverdue',
    );
    expect(overdue?.facts).toEqual(expect.arrayContaining(['history.malignancy', 'labs.neutrophils']));
  });
});
