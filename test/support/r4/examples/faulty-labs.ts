import type { Fault } from './fault.js';
import { failedLab, panel, quantityLab } from './labs.js';

const { status: _status, ...withoutStatus } = quantityLab;
const { code: _code, ...withoutCode } = quantityLab;
const value = (changes: object) => ({
  ...quantityLab,
  valueQuantity: { ...quantityLab.valueQuantity, ...changes },
});

export const faultyLabs: readonly Fault[] = [
  ['a lab without code', withoutCode, "Observation: must have required property 'code'"],
  ['a lab without status', withoutStatus, 'Observation.status: Missing required property'],
  ['a lab of unknown status', { ...quantityLab, status: 'done' }, 'Observation.status: "done" is not in'],
  ['two values', { ...quantityLab, valueString: '3.9 g/L' }, 'Observation.value[x]: only one of'],
  ['a value of no R4 type', { ...failedLab, valueDecimal: 3.9 }, 'Observation.valueDecimal: unknown member'],
  ['a value and a reason for none', { ...quantityLab, dataAbsentReason: { text: 'lost' } }, '(obs-6)'],
  ['a value repeated as component', { ...quantityLab, component: [{ code: quantityLab.code }] }, '(obs-7)'],
  [
    'an empty reference range',
    { ...quantityLab, referenceRange: [{ appliesTo: [{ text: 'f' }] }] },
    '(obs-3)',
  ],
  ['a number as text', value({ value: '390' }), 'Observation.valueQuantity.value: must be number'],
  [
    'an unknown comparator',
    value({ comparator: '≤' }),
    'Observation.valueQuantity.comparator: "≤" is not in',
  ],
  ['a null unit', value({ unit: null }), 'Observation.valueQuantity.unit: must not be null'],
  [
    'month 13',
    { ...quantityLab, effectiveDateTime: '2026-13-01' },
    'Observation.effectiveDateTime: must match',
  ],
  [
    'an instant without zone',
    { ...quantityLab, issued: '2026-02-20T11:02:31' },
    'Observation.issued: must match',
  ],
  [
    'a result about a drug',
    { ...quantityLab, subject: { reference: 'Medication/m' } },
    'Observation.subject: refers to Medication, allowed: Patient, Group, Device, Location',
  ],
  [
    'a component of two values',
    { ...panel, component: [{ ...panel.component[0], valueString: 'x' }] },
    'Observation.component[0].value[x]: only one of valueQuantity, valueString',
  ],
  [
    'a fault in a reference range of a component',
    { ...panel, component: [{ ...panel.component[1], referenceRange: [{ age: { low: { value: 1 } } }] }] },
    'Observation.component[0].referenceRange[0]: Must have at least a low or a high or text (obs-3)',
  ],
];
