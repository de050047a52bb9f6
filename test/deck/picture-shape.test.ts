import { readFileSync } from 'node:fs';
import { describe, expect, it } from '@jest/globals';
import { pictureShape, type Shape, shapeAt } from '../../src/deck/picture-shape.js';
import { loadProjectDeck } from '../support/judge-story.js';

const { definitions } = loadProjectDeck().source;
const facts = readFileSync(new URL('../../cards/facts.yaml', import.meta.url), 'utf8');

/** What the comment above a section says may be asked of its facts. */
function askedAbove(section: string): string {
  const [, comment = ''] = new RegExp(`((?:^#.*\\n)+)^${section}:$`, 'm').exec(facts) ?? [];
  return comment.slice(comment.indexOf('# asked'));
}

/** The names of all members, of their members too. */
function namesIn(shape: Shape): readonly string[] {
  return typeof shape === 'string'
    ? []
    : Object.entries(shape).flatMap(([name, inner]) => [name, ...namesIn(inner)]);
}

describe.each(['labs', 'groups', 'orders', 'exposure', 'history'] as const)(
  'above %s in facts.yaml',
  (section) => {
    const kind = shapeAt([section], pictureShape(definitions));
    const ofOne = section === 'exposure' ? [kind] : Object.values(kind as object);
    const extracted = Object.values(definitions.history).flatMap(({ extract = {} }) => Object.keys(extract));
    const members = new Set(ofOne.flatMap((one) => namesIn(one as Shape)));
    const asked = askedAbove(section);

    it('stands every member that a card may ask for', () => {
      const written = new Set(asked.match(/\w+/g));
      const own =
        section === 'history' ? [...members].filter((name) => !extracted.includes(name)) : [...members];
      expect(own.filter((name) => !written.has(name))).toEqual([]);
    });

    it('stands no other', () => {
      const written = asked.match(/\b[a-z]+[A-Z]\w*/g) ?? [];
      expect(written.filter((name) => !members.has(name))).toEqual([]);
    });
  },
);
