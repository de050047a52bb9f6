import fc from 'fast-check';
import type { RecordLine } from '../support/case-lines.js';
import { deck } from './told-calls.js';
import { anyCode, dated, mostly, seldom } from './value-set-codes.js';

const LOINC = ['http://loinc.org'];

/** Values around the limits of each lab in its canonical unit. */
const values = fc.oneof(
  fc.integer({ min: 0, max: 400 }).map((n) => n / 100),
  fc.integer({ min: 0, max: 2000 }).map((n) => n / 10),
  fc.constantFrom(0, 0.5, 1, 1.2, 3, 5.65, 10, 55, 165, 1000),
);
const status = mostly(
  fc.constant('final'),
  fc.constantFrom('amended', 'corrected', 'preliminary', 'registered', 'cancelled', 'entered-in-error'),
);

function quantityLine(codes: string, units: string): fc.Arbitrary<RecordLine> {
  const table = deck.source.units[units];
  const unit = mostly(
    fc.constantFrom(...Object.keys(table?.factors ?? {})),
    fc.constantFrom('%', 'UNITS/L', '', 'mmol/L', undefined),
  );
  return fc
    .tuple(
      anyCode([codes], LOINC),
      values,
      unit,
      dated,
      status,
      seldom({
        comparator: fc.constantFrom('<', '>', '<=', '>='),
        low: fc.constantFrom(0.4, 1.8, 7, 700),
        high: fc.constantFrom(1.2, 7.7, 40, 1600),
        flag: fc.constantFrom('H', 'L', 'N', 'HH'),
      }),
    )
    .map(([{ code }, value, written, when, state, rest]) => ({
      lab: code,
      value,
      ...(written !== undefined && { unit: written }),
      ...when,
      status: state,
      ...rest,
    }));
}

const results: fc.Arbitrary<Partial<{ coded: object; text: string; value: number; flag: string }>> = fc.oneof(
  anyCode(
    [
      'result-positive',
      'result-negative',
      'result-negative',
      'result-indeterminate',
      'result-not-done',
      'result-weakly-positive',
    ],
    ['http://snomed.info/sct'],
  ).map(({ code }) => ({ coded: { code } })),
  fc
    .constantFrom(
      'Positive',
      'NEGATIVE',
      'Non-reactive',
      'Reactive',
      'see comment',
      'Not detected',
      '<10 IU/mL',
      'Equivocal',
    )
    .map((text) => ({ text })),
  fc.record({ value: values, flag: fc.constantFrom('POS', 'NEG', 'A', 'N', 'IND') }),
  fc.constant({}),
);

function qualitativeLine(codes: string): fc.Arbitrary<RecordLine> {
  return fc
    .tuple(anyCode([codes], LOINC), results, dated, status)
    .map(
      ([{ code }, result, when, state]) => ({ lab: code, ...result, ...when, status: state }) as RecordLine,
    );
}

/** A result of any test the deck knows. */
export const labLine: fc.Arbitrary<RecordLine> = fc.oneof(
  ...Object.values(deck.source.definitions.labs).map((lab) =>
    lab.kind === 'quantity' ? quantityLine(lab.codes, lab.units) : qualitativeLine(lab.codes),
  ),
  quantityLine('leukocytes', 'cellCount'),
  quantityLine('neutrophils-segmented', 'cellCount'),
);
