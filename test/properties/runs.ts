/**
 * How often a property is tried, and from where: the same cases on every machine. `FAST_CHECK_RUNS=20` tries
 * twenty times as many, `FAST_CHECK_SEED` others. A failure names its seed and path.
 */
export function runs(ordinary: number): {
  readonly numRuns: number;
  readonly seed: number;
  readonly endOnFailure: true;
} {
  const times = Number(process.env.FAST_CHECK_RUNS ?? 1);
  return {
    numRuns: Math.ceil(ordinary * times),
    seed: Number(process.env.FAST_CHECK_SEED ?? 20260302),
    endOnFailure: true,
  };
}

/** Jest's limit for one property, long enough for the longest run by hand. */
export const PROPERTY_MS = 30_000 * Math.max(1, Number(process.env.FAST_CHECK_RUNS ?? 1));
