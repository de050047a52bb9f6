import { fileURLToPath } from 'node:url';
import { describe, expect, it } from '@jest/globals';
import { readDeckFiles } from '../../src/deck/deck-files.js';
import { loadDeck } from '../../src/deck/load-deck.js';

const files = readDeckFiles(fileURLToPath(new URL('../../cards', import.meta.url)));

/** The faults of the deck with one file told otherwise, or added. */
function faultsWith(path: string, change: (text: string) => string): string {
  const text = files.find((file) => file.path === path)?.text ?? '';
  const others = files.filter((file) => file.path !== path);
  try {
    loadDeck([...others, { path, text: change(text) }]);
    return '';
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  }
}

const addTo = (section: string, entry: string) => (text: string) =>
  text.replace(new RegExp(`^${section}:.*\n`, 'm'), (head) => `${head}  ${entry}\n`);

const valueSet = (id: string) => () =>
  JSON.stringify({
    resourceType: 'ValueSet',
    id,
    url: `https://ocrelizumab-cds.org/fhir/ValueSet/${id}`,
    name: 'LeftOver',
    title: 'Left over',
    status: 'active',
    experimental: false,
    description: 'Nothing asks for it',
    compose: { include: [{ system: 'http://loinc.org', concept: [{ code: '2465-3', display: 'IgG' }] }] },
  });

/** A leftover is read by reviewers, translated and kept, and checks nothing. */
describe('what nothing in the deck uses is refused', () => {
  it('the deck has nothing left over', () => {
    expect(faultsWith('deck.yaml', (text) => text)).toBe('');
  });

  it.each([
    ['a value set', 'value-sets/left-over.json', valueSet('left-over'), 'value set "left-over"'],
    [
      'a unit table',
      'units.yaml',
      (text: string) => `${text}\nleftOver:\n  canonical: g/L\n  shown: g/L\n  factors: { g/L: 1 }\n`,
      'unit table "leftOver"',
    ],
    [
      'a reading',
      'readings.yaml',
      addTo('words', "leftOver: [{ means: positive, text: 'x' }]"),
      'reading "leftOver"',
    ],
    [
      'an order',
      'orders/left-over.yaml',
      () => files.find(({ path }) => path === 'orders/igg.yaml')?.text ?? '',
      'order "left-over"',
    ],
    [
      'a reason to go on',
      'deck.yaml',
      addTo('overrideReasons', 'left-over: { system: "https://example.org", display: "Left over" }'),
      'override reason "left-over"',
    ],
    [
      'a query',
      'facts.yaml',
      addTo('queries', 'leftOver: { template: "Goal?patient={{context.patientId}}", name: "goals" }'),
      'query "leftOver"',
    ],
    ['a filter', 'facts.yaml', addTo('filters', 'leftOver: "status.exists()"'), 'filter "leftOver"'],
    ['a phrase', 'facts.yaml', addTo('phrases', "left-over: 'x'"), 'phrase "left-over"'],
    ['a drug', 'facts.yaml', addTo('drugs', 'leftOver: { codes: [acetaminophen] }'), 'drug "leftOver"'],
    [
      'a fact of the history',
      'facts.yaml',
      addTo(
        'history',
        'leftOver: { name: left over, any: [{ resource: Condition, query: conditions, codes: pml }] }',
      ),
      'history fact "leftOver"',
    ],
    [
      'a lab',
      'facts.yaml',
      addTo(
        'labs',
        'leftOver: { name: left over, query: hepatitisB, kind: qualitative, codes: hepatitis-b-dna, reading: serology, number: reference-range }',
      ),
      'lab "leftOver"',
    ],
    [
      'a group',
      'facts.yaml',
      addTo('groups', 'leftOver: { name: left over, labs: [igg] }'),
      'group "leftOver"',
    ],
    [
      'an order fact',
      'facts.yaml',
      addTo(
        'orders',
        'leftOver: { name: left over, drug: antiCd20, resources: [MedicationRequest], among: session }',
      ),
      'order fact "leftOver"',
    ],
    [
      'a limit',
      'facts.yaml',
      addTo('limits', 'leftOver: { value: 1, unit: days, source: "[team]" }'),
      'limit "leftOver"',
    ],
  ] as const)('%s', (_, path, change, named) => {
    expect(faultsWith(path, change)).toMatch(new RegExp(`${named}.*nothing uses it`));
  });
});
