import { describe, expect, it } from '@jest/globals';
import { v5 } from 'uuid';
import { cardUuid, nameUuid, suggestionUuid } from '../../src/deck/card-uuid.js';

describe('the uuid of a card', () => {
  it('is the one of RFC 9562 for a name (its example, appendix A.4)', () => {
    const dns = Buffer.from('6ba7b8109dad11d180b400c04fd430c8', 'hex');
    expect(nameUuid('www.example.com', dns)).toBe('2ed6657d-e927-568b-95e1-2665a8aea6a2');
  });

  it.each([['plain'], ['Ünïcode ✓'], ['']])('is what the uuid library makes of "%s"', (name) => {
    const namespace = '6e2f5d7c-5a1b-5c62-9d0e-0c7e5b1f4a90';
    expect(cardUuid('instance', name, '')).toBe(v5(JSON.stringify(['instance', name, '']), namespace));
  });

  it('differs between cards, orders, hook instances and offers', () => {
    const card = cardUuid('i', 'a', 'MedicationRequest/1');
    const all = [
      card,
      cardUuid('j', 'a', 'MedicationRequest/1'),
      cardUuid('i', 'b', 'MedicationRequest/1'),
      cardUuid('i', 'a', 'MedicationRequest/2'),
      suggestionUuid(card, 'Order IgG'),
      suggestionUuid(card, 'Order IgM'),
    ];
    expect(new Set(all).size).toBe(all.length);
  });
});
