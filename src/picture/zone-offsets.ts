import { IANAZone } from 'luxon';

const BUCKET_MS = 10 * 86_400_000;
const MAX_BUCKETS = 4_000; // over a century of ten-day stretches

/**
 * The offset of a time zone from UTC in minutes at an instant. Asking Intl costs
 * microseconds for each of hundreds of results, so ten-day stretches in which the
 * offset does not change are remembered (bounded).
 */
export function zoneOffsets(zone: string): (epochMs: number) => number {
  const iana = IANAZone.create(zone);
  const constant = new Map<number, number>();
  return (epochMs) => {
    const bucket = Math.floor(epochMs / BUCKET_MS);
    const known = constant.get(bucket);
    if (known !== undefined) return known;
    const start = iana.offset(bucket * BUCKET_MS);
    const end = iana.offset((bucket + 1) * BUCKET_MS);
    if (start !== end) return iana.offset(epochMs);
    if (constant.size >= MAX_BUCKETS) constant.clear();
    constant.set(bucket, start);
    return start;
  };
}
