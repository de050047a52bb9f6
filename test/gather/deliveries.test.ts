import { describe, expect, it } from '@jest/globals';
import type { Bundle } from 'fhir/r4.js';
import { type CaseCall, callOf, seenOf } from '../support/case-call.js';
import { TODAY } from '../support/case-record.js';
import { judgeOn, loadProjectDeck } from '../support/judge-story.js';

/** A call whose decisive record is under one key, and what is said with it, and where there is known to be none. */
interface Decisive extends CaseCall {
  readonly topic: string;
  readonly found: string;
  readonly none: string;
  /** What the note calls it, where not by the records themselves. */
  readonly called?: string;
}

const deck = loadProjectDeck();
const subject = { reference: 'Patient/case' };
const naive = { start: 'naive' };
const treated = { start: 'maintenance' };
const resource = (members: object) => ({ resource: members as never });
const rx = (code: string) => ({
  coding: [{ system: 'http://www.nlm.nih.gov/research/umls/rxnorm', code }],
});
const anaphylaxis = {
  resourceType: 'AdverseEvent',
  id: 'e1',
  actuality: 'actual',
  subject,
  date: '2025-01-10',
  event: { text: 'Anaphylaxis' },
  suspectEntity: [{ instance: { display: 'Ocrevus' } }],
};
const billed = {
  resourceType: 'Procedure',
  id: 'p1',
  status: 'completed',
  subject,
  code: { coding: [{ system: 'http://www.cms.gov/Medicare/Coding/HCPCSReleaseCodeSets', code: 'J2350' }] },
  performedDateTime: '2025-12-15',
};
const lowIgg = [
  { lab: '2465-3', value: 4.9, unit: 'g/L', low: 7, daysAgo: 100 },
  { lab: '2465-3', value: 4.4, unit: 'g/L', low: 7, daysAgo: 10 },
];

/** By key: what would harm the patient if it were overlooked. */
const decisive: Readonly<Record<string, Decisive>> = {
  patient: {
    ...naive,
    patient: { birthDate: '2018-05-04' },
    topic: 'age',
    found: 'critical',
    none: 'cannot-tell',
    called: 'age and sex',
  },
  conditions: {
    ...treated,
    record: [{ condition: '233604007', daysAgo: 3 }],
    topic: 'seriousInfection',
    found: 'critical',
    none: 'silent',
  },
  allergies: {
    ...naive,
    record: [{ allergy: { rx: '1876366' }, criticality: 'high' }],
    topic: 'lifeThreateningReaction',
    found: 'critical',
    none: 'silent',
  },
  adverseEvents: {
    ...naive,
    record: [resource(anaphylaxis)],
    topic: 'lifeThreateningReaction',
    found: 'critical',
    none: 'silent',
  },
  immunizations: {
    ...naive,
    record: [{ vaccine: '03', daysAgo: 5 }],
    topic: 'liveVaccineBeforeStart',
    found: 'critical',
    none: 'silent',
  },
  hepatitisB: {
    ...naive,
    without: ['hbsag'],
    record: [{ lab: '5196-1', coded: { code: '10828004' }, daysAgo: 30 }],
    topic: 'hbvActive',
    found: 'critical',
    none: 'silent',
  },
  immunoglobulins: {
    ...naive,
    without: ['igg'],
    record: [{ lab: '2465-3', value: 4.4, unit: 'g/L', low: 7, daysAgo: 10 }],
    topic: 'immunoglobulinLow',
    found: 'warning',
    none: 'silent',
  },
  liverTests: {
    ...treated,
    without: ['alt', 'bilirubin'],
    record: [
      { lab: '1742-6', value: 300, unit: 'U/L', daysAgo: 5 },
      { lab: '1975-2', value: 3, unit: 'mg/dL', daysAgo: 5 },
    ],
    topic: 'liverInjury',
    found: 'critical',
    none: 'silent',
  },
  bloodCounts: {
    ...treated,
    without: ['neutrophils'],
    record: [{ lab: '751-8', value: 0.4, unit: '10*9/L', daysAgo: 5 }],
    topic: 'neutropenia',
    found: 'critical',
    none: 'silent',
  },
  pregnancyTests: {
    ...treated,
    record: [{ lab: '2106-3', coded: { code: '10828004' }, daysAgo: 5 }],
    topic: 'pregnancy',
    found: 'warning',
    none: 'silent',
  },
  administrations: {
    ...naive,
    record: [{ given: '1876380', mg: 600, monthsAgo: 3 }],
    orders: [{ rx: '1876380', mg: 600, route: '47625008' }],
    topic: 'doseInterval',
    found: 'critical',
    none: 'silent',
  },
  procedures: {
    ...naive,
    record: [resource(billed)],
    orders: [{ rx: '1876380', mg: 600, route: '47625008' }],
    topic: 'doseInterval',
    found: 'critical',
    none: 'silent',
    called: 'earlier ocrelizumab doses',
  },
  dispenses: {
    ...naive,
    record: [
      resource({
        resourceType: 'MedicationDispense',
        id: 'd1',
        status: 'completed',
        subject,
        medicationCodeableConcept: rx('121191'),
        whenHandedOver: '2026-01-10',
      }),
    ],
    topic: 'antiCd20Duplicate',
    found: 'critical',
    none: 'silent',
  },
  statements: {
    ...naive,
    record: [
      resource({
        resourceType: 'MedicationStatement',
        id: 's1',
        status: 'active',
        subject,
        medicationCodeableConcept: rx('121191'),
      }),
    ],
    topic: 'antiCd20Duplicate',
    found: 'critical',
    none: 'silent',
  },
  medicationOrders: {
    ...naive,
    record: [{ rx: '68149', drug: 'mycophenolate mofetil', monthsAgo: 2 }],
    topic: 'immunosuppressant',
    found: 'warning',
    none: 'silent',
  },
  hospitalStays: {
    ...treated,
    without: ['igg'],
    record: [
      ...lowIgg,
      { stay: 'IMP', id: 'stay', daysAgo: 120 },
      { condition: '68566005', encounter: 'stay', clinical: 'resolved', daysAgo: 120 },
    ],
    topic: 'immunoglobulinPersistentlyLow',
    found: 'warning',
    none: 'info',
  },
};

/** What only softens a card: where it could not be read, the card stands as if it were not there. */
const softening: Readonly<Record<string, Decisive>> = {
  serviceOrders: {
    ...naive,
    without: ['igg'],
    record: [{ service: '2465-3', daysAgo: 1 }],
    topic: 'immunoglobulinBaseline',
    found: 'info',
    none: 'warning',
  },
  imaging: {
    ...treated,
    record: [
      { condition: '87486003', daysAgo: 20 },
      { report: '24590-2', daysAgo: 5 },
    ],
    topic: 'pmlSuspected',
    found: 'silent',
    none: 'warning',
  },
  encounters: {
    ...naive,
    // A consultation is an encounter; this server would find it among the hospital stays, too.
    sent: { hospitalStays: null },
    without: ['igg'],
    record: [
      { lab: '2465-3', value: 4.4, unit: 'g/L', low: 7, daysAgo: 10 },
      resource({
        resourceType: 'Encounter',
        id: 'consult',
        status: 'finished',
        class: { code: 'AMB' },
        type: [{ coding: [{ system: 'http://snomed.info/sct', code: '308473008' }] }],
        subject,
        period: { start: '2026-02-25' },
      }),
    ],
    topic: 'immunoglobulinLow',
    found: 'info',
    none: 'warning',
  },
};

const bundle = (members: object) => ({ resourceType: 'Bundle', type: 'searchset', ...members });
const outcome = (severity: string, code: string) => ({
  resourceType: 'OperationOutcome',
  issue: [{ severity, code }],
});

/** How EHRs say that the search ran and found nothing. */
const nothing: Readonly<Record<string, unknown>> = {
  null: null,
  'a Bundle without entries': bundle({}),
  'a Bundle of none': bundle({ total: 0, entry: [] }),
  '"no results" as Epic says it': bundle({
    total: 0,
    entry: [{ resource: outcome('warning', 'processing'), search: { mode: 'outcome' } }],
  }),
};

/** Ways in which a key can come without saying anything. */
const failures: Readonly<Record<string, unknown>> = {
  'an error': outcome('error', 'exception'),
  'an error inside the Bundle': bundle({ entry: [{ resource: outcome('error', 'exception') }] }),
  'an error page': '<html><body>HTTP Status 500</body></html>',
  'a Bundle that is said to go on': bundle({
    link: [{ relation: 'next', url: 'https://ehr.example.org/2' }],
  }),
  'a Bundle of something else': bundle({ entry: [{ resource: { resourceType: 'Goal', id: 'g' } }] }),
  'a truncated text': '{"resourceType":"Bundle","type":"sear',
  'an empty object': {},
};

const decisiveKeys = Object.entries(decisive);
const softeningKeys = Object.entries(softening);
const under = (call: Decisive, key: string, value: unknown): CaseCall => ({
  ...call,
  sent: { ...call.sent, [key]: value },
});

/** What a search answered; the patient, who is read by id, comes without a Bundle. */
function sentUnder(call: CaseCall, key: string): Bundle {
  const sent = callOf(call, deck).prefetch?.[key] as Bundle | undefined;
  if (sent?.resourceType !== 'Bundle') throw new Error(`${key} is no search`);
  return sent;
}

function judged(call: CaseCall, topic: string) {
  const judgement = judgeOn(deck, callOf(call, deck), TODAY);
  const seen = seenOf(judgement, [topic, 'couldNotCheck']);
  const note = judgement.cards.find(({ source }) => source.topic.code === 'couldNotCheck');
  return { said: seen[topic], note: note?.detail };
}

it('every key that order-sign asks for has its record', () => {
  expect([...Object.keys(decisive), ...Object.keys(softening)].sort()).toEqual(
    Object.keys(deck.hooks['order-sign'].templates).sort(),
  );
});

describe.each(decisiveKeys)('%s', (key, call) => {
  const { topic, found, none } = call;
  const name = call.called ?? deck.source.definitions.queries[key]?.name ?? key;
  const isSupplementary = deck.source.definitions.queries[key]?.supplementary === true;

  it(`as it should be: ${topic} is ${found}, with nothing unchecked`, () => {
    expect(judged(call, topic)).toEqual({ said: found, note: undefined });
  });

  it.each(Object.entries(nothing))('%s means that there is none', (_, value) => {
    const { said, note } = judged(under(call, key, value), topic);
    expect(said).toBe(none);
    // A patient of whom nothing is known has no age either.
    if (key !== 'patient') expect(note).toBeUndefined();
  });

  it.each(Object.entries(failures))('%s is never taken for none, and is said', (_, value) => {
    const { said, note } = judged(under(call, key, value), topic);
    expect({ said, note: note ?? '' }).toEqual({
      said: none === 'info' ? 'info' : 'cannot-tell',
      note: expect.stringContaining(name) as unknown,
    });
  });

  it(
    isSupplementary
      ? 'not offered by the EHR leaves no gap'
      : 'not sent is never taken for none, and is said',
    () => {
      const { said, note } = judged({ ...call, notSent: [key] }, topic);
      if (isSupplementary) expect({ said, note }).toEqual({ said: none, note: undefined });
      else {
        expect({ said, note: note ?? '' }).toEqual({
          said: 'cannot-tell',
          note: expect.stringContaining(name) as unknown,
        });
      }
    },
  );

  if (key === 'patient') return;

  it('a first page with the record on it is enough to warn', () => {
    const sent = sentUnder(call, key);
    const paged = { ...sent, link: [{ relation: 'next', url: 'https://ehr.example.org/2' }] };
    expect(judged(under(call, key, paged), topic).said).toBe(found);
  });

  it('every entry sent twice changes nothing', () => {
    const sent = sentUnder(call, key);
    const twice = { ...sent, entry: [...(sent.entry ?? []), ...(sent.entry ?? [])].reverse() };
    expect(judged(under(call, key, twice), topic)).toEqual({ said: found, note: undefined });
  });
});

describe.each(softeningKeys)('%s, which only softens', (key, call) => {
  const { topic, found, none } = call;

  it(`as it should be: ${topic} is ${found}`, () => {
    expect(judged(call, topic).said).toBe(found);
  });

  it.each(Object.entries({ ...nothing, ...failures }))('%s softens nothing', (_, value) => {
    expect(judged(under(call, key, value), topic).said).toBe(none);
  });

  it('not sent, it softens nothing', () => {
    expect(judged({ ...call, notSent: [key] }, topic).said).toBe(none);
  });
});
