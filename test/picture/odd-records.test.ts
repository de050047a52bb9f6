import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import type { FhirResource } from 'fhir/r4.js';
import { isConcerned } from '../../src/answer.js';
import { prefetchFromBundle } from '../../src/gather/from-bundle.js';
import { readPrefetch } from '../../src/gather/read-prefetch.js';
import { unresolvedMedications } from '../../src/gather/unresolved-medications.js';
import { siteCalendar } from '../../src/picture/site-calendar.js';
import { HOOKS, type HookRequest } from '../../src/request/hook-request.js';
import { type Json, type Path, placesIn, replaced } from '../properties/json.js';
import { bundleOf } from '../support/case-record.js';
import { TODAY } from '../support/case-terms.js';
import { judgeOn, loadProjectDeck } from '../support/judge-story.js';
import { orders, records } from './record-of-every-kind.js';

const deck = loadProjectDeck();

const calls = HOOKS.map((hook) => {
  const record = bundleOf(records as readonly FhirResource[]);
  const request = {
    hook,
    hookInstance: '5a1f0c7e-5a0a-4c3c-9a39-2a6f8b0e7d11',
    context: {
      userId: 'Practitioner/p1',
      patientId: 'case',
      ...(hook !== 'patient-view' && { draftOrders: bundleOf(orders as readonly FhirResource[]) }),
      ...(hook === 'order-select' && { selections: ['MedicationRequest/ocrevus'] }),
    },
    prefetch: prefetchFromBundle(record, deck.hooks[hook].templates, 'case'),
  } as unknown as Json;
  return { hook, request, places: placesIn(request).filter(isRecord) };
});

const ODD_VALUES: readonly Json[] = [
  ...[
    null,
    '',
    'x',
    '#',
    '2026',
    '2026-02-30',
    'urn:uuid:x',
    0,
    -1,
    1e308,
    true,
    [],
    [null],
    ['x'],
    [[]],
    {},
  ],
  { coding: {} },
  { coding: [null, 'x', {}] },
  { reference: 7 },
  { toString: 'x' },
];

/** One of each kind of JSON, and a list that holds nothing. */
const WRONG_KINDS: readonly Json[] = [null, 'x', 7, [null], {}, { toString: 'x' }];

const faults = fc.array(fc.tuple(fc.nat(), fc.constantFrom(...ODD_VALUES)), { minLength: 1, maxLength: 3 });

describe('a record in which something is not what FHIR says', () => {
  it.each(calls.map((call) => [call.hook, call] as const))('never breaks the call at %s', (hook, call) => {
    fc.assert(
      fc.property(faults, (odd) => {
        const request = odd.reduce<Json>(
          (told, [at, value]) => replaced(told, call.places[at % call.places.length] ?? [], value),
          call.request,
        ) as unknown as HookRequest;
        const gathered = readPrefetch(deck.hooks[hook].templates, request.prefetch);
        const calendar = siteCalendar('UTC')(new Date(`${TODAY}T12:00:00Z`));
        expect(() => unresolvedMedications(request, gathered)).not.toThrow();
        expect(() => isConcerned(deck, { request, gathered, calendar })).not.toThrow();
        const { cards } = judgeOn(deck, request, TODAY);
        for (const { summary } of cards) expect(summary.length).toBeLessThan(140);
      }),
      { numRuns: 150, seed: 1 },
    );
  });
});

describe('a record in which one thing is not what FHIR says', () => {
  // Orders are read the same at order-select.
  const others = calls.filter(({ hook }) => hook !== 'order-select');
  it.each(others.map((call) => [call.hook, call] as const))(
    'never breaks the call at %s, wherever it stands and whatever stands there',
    (_, { request, places }) => {
      const broken = places.flatMap((place) =>
        WRONG_KINDS.filter((value) => !isAnswered(replaced(request, place, value))).map(
          (value) => `${place.join('.')}: ${JSON.stringify(value)}`,
        ),
      );
      expect(broken).toEqual([]);
    },
  );
});

function isAnswered(request: Json): boolean {
  try {
    judgeOn(deck, request as unknown as HookRequest, TODAY);
    return true;
  } catch {
    return false;
  }
}

it.each<[string, Json]>([
  ['a list', []],
  ['an object', {}],
  ['a number', 7],
])('a unit that is %s is no unit, and breaks nothing', (_, unit) => {
  const quantity = { value: 3.9, unit, code: unit };
  for (const { request } of calls) {
    const garbled = JSON.parse(JSON.stringify(request), (name, value) =>
      name === 'valueQuantity' ? quantity : value,
    );
    expect(() => judgeOn(deck, garbled as HookRequest, TODAY)).not.toThrow();
  }
});

/** What the record or an order fills; the frame of the call is checked before it comes this far. */
function isRecord([part, inner, ...rest]: Path): boolean {
  return part === 'prefetch' ? inner !== undefined : inner === 'draftOrders' && rest.length > 1;
}
