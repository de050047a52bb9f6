import { describe, expect, it } from '@jest/globals';
import { loadDeck } from '../../src/deck/load-deck.js';
import { files, problemsOf, withChange } from './faulty-deck.js';

/** `file:line:` where a text stands, for what a message must point to. */
function lineOf(path: string, text: string): number {
  const file = files.find((f) => f.path === path);
  return file?.text.slice(0, file.text.indexOf(text)).split('\n').length ?? 0;
}

describe('the deck as it is', () => {
  it('has no fault', () => {
    expect(problemsOf(files)).toEqual([]);
  });

  it('is the same whatever the order of its files', () => {
    const reversed = loadDeck([...files].reverse());
    expect(reversed.cards.map(({ definition }) => definition.id)).toEqual(
      loadDeck(files).cards.map(({ definition }) => definition.id),
    );
  });
});

describe('a fault is refused with its file and its line:', () => {
  it('a value set that stands in two files', () => {
    const copy = files.find(({ path }) => path === 'value-sets/igg.json');
    const problems = problemsOf([...files, { path: 'value-sets/igg-too.json', text: copy?.text ?? '' }]);
    expect(problems).toEqual([
      'value-sets/igg-too.json:3: id: a value set is found by its name: call this file igg.json',
    ]);
  });

  it('a file that is missing', () => {
    expect(problemsOf(files.filter(({ path }) => path !== 'units.yaml'))).toEqual([
      'units.yaml: the file is missing',
    ]);
  });

  it('the line is that of the member at fault', () => {
    const path = 'active-infection.card.yaml';
    const [problem] = problemsOf(withChange(path, 'history.staleInfection]', 'history.staleInfecton]'));
    expect(problem).toContain(`${path}:${lineOf(path, 'evidence:')}:`);
  });
});

describe('several faults', () => {
  it('are listed all at once, over files', () => {
    const one = withChange('initial-dose.card.yaml', 'remove: ocrelizumab', 'remove: ocrelizumb');
    const two = withChange(
      'active-infection.card.yaml',
      'history.staleInfection]',
      'history.staleInfecton]',
      one,
    );
    const three = withChange('deck.yaml', '  - initialDose\n', '  - initialDose\n  - secondDoes\n', two);
    expect(problemsOf(three)).toHaveLength(3);
  });

  it('of shape are listed over files before names are looked at', () => {
    const one = withChange('initial-dose.card.yaml', 'hooks: [', 'hoks: [');
    const two = withChange('active-infection.card.yaml', 'title: ', 'titel: ', one);
    const problems = problemsOf(two);
    expect(problems.some((p) => p.startsWith('initial-dose.card.yaml'))).toBe(true);
    expect(problems.some((p) => p.startsWith('active-infection.card.yaml'))).toBe(true);
  });
});
