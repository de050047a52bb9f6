import type { ExposureDefinition } from '../facts/exposure-definition.js';
import { RECORDED_MEDICATIONS } from '../gather/prefetch-outcome.js';
import type { CodedResource } from './coded-resource.js';
import type { Fact } from './fact.js';
import { gapIn } from './lab-context.js';
import type { DoseContext, RecordedDose } from './recorded-dose.js';
import { drugGap } from './unread-drug.js';

/** Why there may be doses that were not found, and in which records. */
export type DoseGap = Pick<Fact, 'failure' | 'records'> & { readonly reason: string };

/** The same of a record whose drug nobody can read. */
export function unreadGap(unread: CodedResource, records: string, { record }: DoseContext): DoseGap {
  return { ...drugGap(unread, gapIn(record, RECORDED_MEDICATIONS)), records };
}

/** What a reader must know of the ground of every judgement on doses: a later one may be where nobody could look. */
export function doubt(
  { name }: ExposureDefinition,
  doses: readonly RecordedDose[],
  dated: readonly RecordedDose[],
  gap: string | undefined,
): string | undefined {
  if (gap !== undefined && doses.length === 0) return `${gap}; ${name} are not known, judged as a first dose`;
  if (gap !== undefined) return `not every dose could be read (${gap}), there may be later ones`;
  return doses.length > 0 && dated.length === 0 ? 'no dose has a date' : undefined;
}
