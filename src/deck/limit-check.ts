import { unknownName } from '../configuration/nearest-name.js';
import type { FactDefinitions } from '../facts/fact-definitions.js';
import type { DeckDocument } from './deck-document.js';

/** Limits that the making of facts itself needs, whatever the cards ask. */
export const REQUIRED_LIMITS: readonly string[] = [
  'initialDoseMg',
  'secondDoseLatestDays',
  'sameDoseDays',
  'suppliedDoseDays',
  'offTreatmentMonths',
  'pendingOrderDays',
];

/** Checks that no limit is missing that facts are made with, and that the mark before each source is explained. */
export function checkLimits(document: DeckDocument<FactDefinitions>): void {
  const { limits, sourceMarks } = document.content;
  for (const [name, { source }] of Object.entries(limits)) {
    const mark = /^\[([^\]]*)\]/.exec(source)?.[1];
    if (mark !== undefined && !Object.hasOwn(sourceMarks, mark))
      document.fault(['limits', name, 'source'], unknownName('mark', mark, Object.keys(sourceMarks)));
  }
  for (const name of REQUIRED_LIMITS) {
    if (!Object.hasOwn(limits, name)) document.fault(['limits'], `"${name}" is missing`);
  }
}
