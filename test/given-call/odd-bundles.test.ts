import { describe, expect, it } from '@jest/globals';
import type { FhirResource } from 'fhir/r4.js';
import { readGivenCall } from '../../src/given-call/given-call.js';
import { siteCalendar } from '../../src/picture/site-calendar.js';
import type { HookName } from '../../src/request/hook-request.js';
import { explainPage } from '../../src/workbench/explain/explain-page.js';
import { explain } from '../../src/workbench/explain/explained.js';
import { sitePaths } from '../../src/workbench/site-paths.js';
import { type Json, placesIn, replaced } from '../properties/json.js';
import { bundleOf, patient } from '../support/case-record.js';
import { TODAY } from '../support/case-terms.js';
import { loadProjectDeck } from '../support/judge-story.js';

const deck = loadProjectDeck();
const now = new Date(`${TODAY}T12:00:00Z`);
const calendar = siteCalendar('UTC')(now);
const paths = sitePaths('http://localhost:3000');
const subject = { reference: 'Patient/case' };
const loinc = (code: string) => ({ coding: [{ system: 'http://loinc.org', code }] });

/** A record with every element that is read before the record is a call. */
const bundle = bundleOf([
  patient(),
  {
    resourceType: 'Observation',
    id: 'panel',
    status: 'final',
    subject,
    code: loinc('34566-0'),
    effectiveDateTime: '2026-02-20',
    component: [{ code: loinc('2465-3'), valueQuantity: { value: 3.9, unit: 'g/L' } }],
  },
  {
    resourceType: 'Encounter',
    id: 'consultation',
    status: 'finished',
    class: { code: 'AMB' },
    type: [{ coding: [{ system: 'http://snomed.info/sct', code: '308476000' }] }],
    subject,
  },
  {
    resourceType: 'MedicationRequest',
    id: 'ocrevus',
    status: 'draft',
    intent: 'order',
    subject,
    medicationReference: { reference: 'Medication/vial' },
  },
  { resourceType: 'Medication', id: 'vial', code: { text: 'Ocrevus' } },
] as readonly FhirResource[]) as unknown as Json;

const GARBAGE: readonly Json[] = [null, 7, 'x', true, [], [null], ['x'], {}, { resource: null }];

/** The page with the cards and their reasons, or with what is wrong with the text. */
function pageOf(text: string, hook: HookName): string {
  const given = readGivenCall(text, hook, deck, calendar);
  const answered = given.ok
    ? ({
        kind: 'answer',
        explanation: explain(deck, given.request, calendar, now),
        notes: given.notes,
      } as const)
    : ({ kind: 'problem', problem: given.problem } as const);
  return String(explainPage({ text, hook, on: TODAY }, answered, undefined, paths).content);
}

describe('a given record in which one thing is not what FHIR says', () => {
  it.each<HookName>(['order-sign', 'patient-view'])(
    'never breaks the reading of it at %s, wherever it stands and whatever stands there',
    (hook) => {
      const broken = placesIn(bundle).flatMap((place) =>
        GARBAGE.flatMap((value) => {
          try {
            pageOf(JSON.stringify(replaced(bundle, place, value)), hook);
            return [];
          } catch (error) {
            return [`${place.join('.')}: ${JSON.stringify(value)}: ${error}`];
          }
        }),
      );
      expect(broken).toEqual([]);
    },
    60_000,
  );

  it.each<[string, Json]>([
    ['nothing', null],
    ['a text', 'x'],
    ['no resource', {}],
    ['a resource of no type', { resource: { id: 'x' } }],
  ])('says that an entry was left out which holds %s', (_, entry) => {
    const { entry: entries } = bundle as { readonly entry: readonly Json[] };
    const given = readGivenCall(
      JSON.stringify({ ...(bundle as object), entry: [...entries, entry] }),
      'order-sign',
      deck,
      calendar,
    );
    expect(given).toMatchObject({
      ok: true,
      notes: ['1 entry of the Bundle holds no resource, and was left out.'],
    });
  });

  it('refuses a patient whose id is no text', () => {
    const given = readGivenCall(
      JSON.stringify(replaced(bundle, ['entry', 0, 'resource', 'id'], 7)),
      'order-sign',
      deck,
      calendar,
    );
    expect(given).toMatchObject({ ok: false, problem: { items: [{ place: 'Patient.id' }] } });
  });
});
