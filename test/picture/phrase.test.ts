import { describe, expect, it } from '@jest/globals';
import { phrasesOf } from '../../src/picture/phrase.js';
import { loadProjectDeck } from '../support/judge-story.js';

const { denials } = loadProjectDeck().source.definitions;
const [name = ''] = denials.of;
const phrase = phrasesOf({ phrases: { [name]: 'anaphyla' }, denials }).get(name);

describe('words that a note may deny', () => {
  it('are said where they are denied in one place and not in another', () => {
    expect(phrase?.isIn('No anaphylaxis.')).toBe(false);
    expect(phrase?.isIn('No anaphylaxis. Later anaphylaxis.')).toBe(true);
    expect(phrase?.quote('No anaphylaxis. Later anaphylaxis.')).toBe('Later anaphylaxis');
  });

  it('are read in a note that repeats its denial for years', () => {
    const started = performance.now();
    expect(phrase?.isIn('No anaphylaxis. '.repeat(60_000))).toBe(false);
    // Half a second; three quarters of a minute before. Jest does not interrupt a test that never waits.
    expect(performance.now() - started).toBeLessThan(10_000);
  });
});
