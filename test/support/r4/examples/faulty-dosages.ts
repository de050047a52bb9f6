import type { Fault } from './fault.js';
import { codedOrder } from './orders.js';

const dosage = (changes: object) => ({ ...codedOrder, dosageInstruction: [changes] });
const dose = (doseQuantity: object) => dosage({ doseAndRate: [{ doseQuantity }] });
const repeat = (changes: object) => dosage({ timing: { repeat: changes } });

export const faultyDosages: readonly Fault[] = [
  ['a dose in words', dose({ value: '600', unit: 'mg' }), 'doseQuantity.value: must be number'],
  ['a dose with a comparator', dose({ value: 600, comparator: '<' }), '(sqty-1)'],
  ['a unit code without system', dose({ value: 600, code: 'mg' }), '(qty-3)'],
  ['a period without unit', repeat({ frequency: 1, period: 6 }), '(tim-2)'],
  ['a unit of time in words', repeat({ period: 6, periodUnit: 'months' }), 'periodUnit: "months" is not in'],
  ['a negative period', repeat({ period: -6, periodUnit: 'mo' }), '(tim-5)'],
  [
    'a dose range the wrong way round',
    dosage({
      doseAndRate: [{ doseRange: { low: { value: 600, unit: 'mg' }, high: { value: 300, unit: 'mg' } } }],
    }),
    '(rng-2)',
  ],
];
