import * as chart from './chart.js';
import type { Fault } from './fault.js';

const { clinicalStatus: _clinical, ...withoutClinicalStatus } = chart.allergy;
const { occurrenceDateTime: _occurrence, ...withoutOccurrence } = chart.immunization;
const { effectivePeriod: _effective, ...withoutEffective } = chart.administration;
const coded = (system: string, code: string) => ({
  coding: [{ system: `http://terminology.hl7.org/CodeSystem/${system}`, code }],
});

export const faultyChart: readonly Fault[] = [
  [
    'a clinical status of a foreign system',
    { ...chart.activeCondition, clinicalStatus: coded('allergyintolerance-clinical', 'active') },
    'Condition.clinicalStatus: {"coding"',
  ],
  [
    'a clinical status in words only',
    { ...chart.activeCondition, clinicalStatus: { text: 'active' } },
    'Condition.clinicalStatus: {"text":"active"} is not in the required value set',
  ],
  ['an active condition that ended', { ...chart.activeCondition, abatementDateTime: '2026' }, '(con-4)'],
  [
    'a mistaken condition with a clinical status',
    { ...chart.mistakenCondition, clinicalStatus: coded('condition-clinical', 'active') },
    '(con-5)',
  ],
  ['a stage of nothing', { ...chart.activeCondition, stage: [{ type: { text: 'EDSS' } }] }, '(con-1)'],
  ['an allergy without clinical status', withoutClinicalStatus, '(ait-1)'],
  [
    'a mistaken allergy with a clinical status',
    { ...chart.allergy, verificationStatus: coded('allergyintolerance-verification', 'entered-in-error') },
    '(ait-2)',
  ],
  [
    'an unknown category of allergy',
    { ...chart.allergy, category: ['drug'] },
    'AllergyIntolerance.category[0]: "drug" is not in',
  ],
  [
    'a reaction without manifestation',
    { ...chart.allergy, reaction: [{ severity: 'mild' }] },
    "AllergyIntolerance.reaction[0]: must have required property 'manifestation'",
  ],
  ['a vaccination at no time', withoutOccurrence, 'Immunization.occurrence[x]: Missing required property'],
  [
    'an unknown status of vaccination',
    { ...chart.immunization, status: 'given' },
    'Immunization.status: "given" is not in',
  ],
  ['education of no kind', { ...chart.immunization, education: [{ publicationDate: '2020' }] }, '(imm-1)'],
  [
    'an administration at no time',
    withoutEffective,
    'MedicationAdministration.effective[x]: Missing required',
  ],
  ['an administered nothing', { ...chart.administration, dosage: { text: '300 mg' } }, '(mad-1)'],
  [
    'an infusion that ends before it starts, in another zone',
    {
      ...chart.administration,
      effectivePeriod: { start: '2026-03-01T23:30:00-05:00', end: '2026-03-02T04:00:00Z' },
    },
    '(per-1)',
  ],
  [
    'an administration for a lab order',
    { ...chart.administration, request: { reference: 'ServiceRequest/s' } },
    'MedicationAdministration.request: refers to ServiceRequest, allowed: MedicationRequest',
  ],
];
