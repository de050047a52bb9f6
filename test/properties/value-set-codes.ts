import fc from 'fast-check';
import { deck } from './told-calls.js';

export interface ValueSetCode {
  readonly system: string;
  readonly code: string;
}

/** Any code of some value sets of the deck, in one of these systems. */
export function anyCode(sets: readonly string[], systems: readonly string[]): fc.Arbitrary<ValueSetCode> {
  const codes = deck.source.valueSets
    .filter(({ id }) => sets.includes(id ?? ''))
    .map(({ compose }) =>
      (compose?.include ?? [])
        .filter(({ system }) => systems.includes(system ?? ''))
        .flatMap(({ system = '', concept = [] }) => concept.map(({ code }) => ({ system, code }))),
    )
    .filter((some) => some.length > 0);
  // First the set: sets of one code would drown in sets of hundreds.
  return fc.oneof(...codes.map((some) => fc.constantFrom(...some)));
}

/** The first three times out of four. */
export function mostly<T, U>(usual: fc.Arbitrary<T>, other: fc.Arbitrary<U>): fc.Arbitrary<T | U> {
  return fc.oneof({ arbitrary: usual, weight: 3 }, { arbitrary: other, weight: 1 });
}

/** Each member once in a while. */
export function seldom<T extends object>(
  members: { [K in keyof T]: fc.Arbitrary<T[K]> },
): fc.Arbitrary<Partial<T>> {
  const entries = Object.entries(members) as [string, fc.Arbitrary<unknown>][];
  return fc
    .tuple(...entries.map(([, value]) => mostly(fc.constant(undefined), value)))
    .map(
      (values) =>
        Object.fromEntries(
          entries.flatMap(([name], index) => (values[index] === undefined ? [] : [[name, values[index]]])),
        ) as Partial<T>,
    );
}

/** A day in the last two years, most likely lately; seldom in the future, or only a year or a month. */
export const dated: fc.Arbitrary<{
  readonly daysAgo?: number;
  readonly monthsAgo?: number;
  readonly on?: string;
}> = fc.oneof(
  { arbitrary: fc.integer({ min: 0, max: 30 }).map((daysAgo) => ({ daysAgo })), weight: 5 },
  { arbitrary: fc.integer({ min: 0, max: 30 }).map((monthsAgo) => ({ monthsAgo })), weight: 5 },
  { arbitrary: fc.integer({ min: -60, max: 900 }).map((daysAgo) => ({ daysAgo })), weight: 2 },
  {
    arbitrary: fc
      .constantFrom('2025', '2026-02', '2025-09', '2026-03-01T23:30:00-05:00', '2026-02-20T10:00:00Z')
      .map((on) => ({ on })),
    weight: 1,
  },
);
