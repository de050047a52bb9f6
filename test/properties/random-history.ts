import fc from 'fast-check';
import type { FhirResource } from 'fhir/r4.js';
import type { RecordLine } from '../support/case-lines.js';
import { subject } from '../support/case-terms.js';
import { doseMg, ocrelizumab } from './random-orders.js';
import { anyCode, dated, mostly, seldom } from './value-set-codes.js';

const conditionSets = [
  'infection-serious',
  'infection-common',
  'infectious-colitis',
  'herpes-serious',
  'herpes-sequelae',
  'not-an-infection',
  'febrile-neutropenia',
  'hepatitis-b-infection',
  'liver-disease',
  'anaphylaxis',
  'pml',
  'pml-suggestive-findings',
  'ms-relapse',
  'pregnancy',
  'answer-not-pregnant',
  'breastfeeding',
  'breast-cancer',
  'breast-cancer-remission',
  'colitis',
  'colitis-symptoms',
  'inflammatory-bowel-disease',
  'immunodeficiency',
  'aids',
  'hiv',
  'gilbert-syndrome',
  'multiple-sclerosis',
];

export const condition: fc.Arbitrary<RecordLine> = fc
  .tuple(
    anyCode(conditionSets, ['http://snomed.info/sct', 'http://hl7.org/fhir/sid/icd-10-cm']),
    dated,
    mostly(
      fc.constant('active'),
      fc.constantFrom('resolved', 'inactive', 'remission', 'recurrence', 'relapse', null),
    ),
    seldom({
      verification: fc.constantFrom('confirmed', 'provisional', 'refuted', 'entered-in-error'),
      severity: fc.constantFrom('24484000', '442452003', '255604002'),
      abatedDaysAgo: fc.integer({ min: -20, max: 300 }),
      encounter: fc.constant('stay'),
      undated: fc.constant(true),
    }),
  )
  .map(([{ system, code }, when, clinical, rest]) => ({
    condition: code,
    system: system.endsWith('sct') ? ('sct' as const) : ('icd' as const),
    clinical,
    ...when,
    ...rest,
  }));

export const given: fc.Arbitrary<RecordLine> = fc
  .tuple(
    mostly(ocrelizumab, fc.constantFrom('1657862', '121191', '1876387')),
    doseMg,
    dated,
    mostly(
      fc.constant('completed'),
      fc.constantFrom('in-progress', 'stopped', 'not-done', 'entered-in-error'),
    ),
  )
  .map(([rx, mg, when, status]) => ({ given: rx, ...(mg !== undefined && { mg }), ...when, status }));

export const allergy: fc.Arbitrary<RecordLine> = fc
  .tuple(
    fc.oneof(
      ocrelizumab.map((rx) => ({ rx })),
      anyCode(
        [
          'diphenhydramine',
          'cetirizine',
          'methylprednisolone',
          'dexamethasone',
          'acetaminophen',
          'hyaluronidase',
        ],
        ['http://www.nlm.nih.gov/research/umls/rxnorm'],
      ).map(({ code }) => ({ rx: code })),
      fc.constantFrom({ text: 'Ocrevus' }, { text: 'Penicillin' }, { text: 'No known allergies' }),
    ),
    dated,
    seldom({
      criticality: fc.constantFrom('high', 'low', 'unable-to-assess'),
      severity: fc.constantFrom('mild', 'moderate', 'severe'),
      clinical: fc.constantFrom('inactive', 'resolved'),
      verification: fc.constantFrom('confirmed', 'refuted'),
      manifestation: fc.constantFrom(
        { text: 'flushing' },
        { text: 'anaphylaxis' },
        { text: 'no anaphylaxis, hives' },
        { sct: '39579001' },
        { text: 'Wheezing' },
      ),
    }),
  )
  .map(([what, when, rest]) => ({ allergy: what, ...when, ...rest }));

export const vaccine: fc.Arbitrary<RecordLine> = fc
  .tuple(
    anyCode(
      ['live-vaccines', 'non-live-vaccines', 'hepatitis-b-vaccines', 'not-a-vaccine', 'ambiguous-vaccines'],
      ['http://hl7.org/fhir/sid/cvx'],
    ),
    dated,
    mostly(fc.constant('completed'), fc.constantFrom('not-done', 'entered-in-error')),
  )
  .map(([{ code }, when, status]) => ({ vaccine: code, ...when, status }));

export const stay: fc.Arbitrary<RecordLine> = fc
  .tuple(dated, fc.constantFrom('IMP', 'EMER', 'AMB'))
  .map(([when, code]) => ({ stay: code, id: 'stay', ...when }));

export const report: fc.Arbitrary<RecordLine> = fc
  .tuple(dated, fc.constantFrom('final', 'preliminary'))
  .map(([when, status]) => ({ report: '24587-8', ...when, status }));

export const adverseEvent: fc.Arbitrary<RecordLine> = fc
  .tuple(
    fc.constantFrom('flushing', 'anaphylaxis', 'infusion-related reaction', 'bronchospasm', 'headache'),
    fc.constantFrom('mild', 'moderate', 'severe', undefined),
    fc.constantFrom('2026-03-02', '2026-03-01', '2025-09-02', '2025-09-03', undefined),
    fc.boolean(),
  )
  .map(([text, severity, date, isBlamed]) => ({
    resource: {
      resourceType: 'AdverseEvent',
      id: `event-${text.length}-${date}`,
      actuality: 'actual',
      subject,
      event: { text },
      ...(date && { date }),
      ...(severity && {
        severity: {
          coding: [
            { system: 'http://terminology.hl7.org/CodeSystem/adverse-event-severity', code: severity },
          ],
        },
      }),
      ...(isBlamed && { suspectEntity: [{ instance: { display: 'Ocrevus' } }] }),
    } as FhirResource,
  }));
