import type { Observation } from 'fhir/r4.js';
import type { DatedMeasurement } from './lab-result.js';

/** Results to be found by their specimen. */
export interface Specimens {
  /** Those of one observation, one specimen, or, where no specimen is named, one moment of sampling. */
  like(other: DatedMeasurement): readonly DatedMeasurement[];
}

export function specimensOf(results: readonly DatedMeasurement[]): Specimens {
  // Of a record of years each result is compared with each other: what is compared is read once.
  const read = results.map((result) => ({ result, ...sampleOf(result) }));
  return {
    like: (other) => {
      const { observation, specimen, moment } = sampleOf(other);
      return read
        .filter((one) => {
          if (one.observation === observation) return true;
          if (one.specimen !== undefined && specimen !== undefined) return one.specimen === specimen;
          return moment !== undefined && one.moment === moment;
        })
        .map(({ result }) => result);
    },
  };
}

function sampleOf({ measurement: { observation } }: DatedMeasurement) {
  return { observation, specimen: observation.specimen?.reference, moment: momentOf(observation) };
}

const INSTANT = /T.*(Z|[+-]\d{2}:\d{2})$/;

/** A date without a time is the moment of that day's only specimen; two of them are told apart by their number. */
function momentOf({ effectiveDateTime, effectiveInstant, effectivePeriod }: Observation): string | undefined {
  const written = effectiveDateTime ?? effectiveInstant ?? effectivePeriod?.start;
  if (typeof written !== 'string') return undefined;
  const epochMs = INSTANT.test(written) ? Date.parse(written) : Number.NaN;
  return Number.isNaN(epochMs) ? written : String(epochMs);
}
