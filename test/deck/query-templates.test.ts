import { fileURLToPath } from 'node:url';
import { describe, expect, it } from '@jest/globals';
import { readDeckFiles } from '../../src/deck/deck-files.js';
import { loadDeck } from '../../src/deck/load-deck.js';

const files = readDeckFiles(fileURLToPath(new URL('../../cards', import.meta.url)));
const deck = loadDeck(files);

describe('what is asked for before a chart is known to be about the drug', () => {
  it('is all that doses, and that treatment has stopped, are told from', () => {
    const { administered, supplied, stopped } = deck.source.definitions.exposure;
    const queries = [...administered, ...supplied, ...stopped].map(({ query }) => query);
    expect([...deck.hooks['patient-view'].gateKeys]).toEqual(expect.arrayContaining(queries));
  });

  it('includes signed orders in every form: a patient about to start has no dose yet', () => {
    const { gateKeys, templates } = deck.hooks['patient-view'];
    expect([...gateKeys]).toEqual(expect.arrayContaining(['medicationOrders', 'serviceOrders']));
    expect(templates.serviceOrders).toContain('HCPCSReleaseCodeSets|J2350');
  });

  it('is the same whatever its queries are called', () => {
    const renamed = loadDeck(
      files.map(({ path, text }) => ({ path, text: text.replaceAll('medicationOrders', 'drugOrders') })),
    );
    const named = [...deck.hooks['patient-view'].gateKeys].map((key) =>
      key === 'medicationOrders' ? 'drugOrders' : key,
    );
    expect([...renamed.hooks['patient-view'].gateKeys]).toEqual(named);
  });
});
