import type { Fault } from './fault.js';
import { labOrder } from './orders.js';

const { code: _code, ...withoutCode } = labOrder;

export const faultyLabOrders: readonly Fault[] = [
  ['details without a code', withoutCode, '(prr-1)'],
  [
    'two occurrences',
    { ...labOrder, occurrenceDateTime: '2026-03-02' },
    'ServiceRequest.occurrence[x]: only one of',
  ],
  [
    'two occurrences, one without its value',
    { ...labOrder, _occurrenceDateTime: { id: 'x' } },
    'ServiceRequest.occurrence[x]: only one of',
  ],
  [
    'a member of another type',
    { ...labOrder, supportingInformation: [{ reference: 'Observation/igg' }] },
    'ServiceRequest.supportingInformation: unknown member',
  ],
  ['an unknown status', { ...labOrder, status: 'pending' }, 'ServiceRequest.status: "pending" is not in'],
  [
    'a medication as reason',
    { ...labOrder, reasonReference: [{ reference: 'Medication/m' }] },
    'ServiceRequest.reasonReference[0]: refers to Medication',
  ],
];
