import type { FactDefinitions } from '../facts/fact-definitions.js';
import type { DeckDocument } from './deck-document.js';

/** Units that lead from one calendar day to another, each with the most that may be counted: a century. */
const MOST: ReadonlyMap<string, number> = new Map([
  ['days', 36_525],
  ['months', 1_200],
]);

/** What is wrong with a number of days or months. Half a month leads to no day, and every window would be empty. */
export function spanProblem(unit: string, value: number): string | undefined {
  const most = MOST.get(unit);
  if (most === undefined || (Number.isInteger(value) && value <= most)) return undefined;
  return `must be a whole number of ${unit}, at most ${most}`;
}

/** Checks the limits that days are reckoned by, and that each is used in the unit it is given in. */
export function checkSpanLimits(document: DeckDocument<FactDefinitions>): void {
  const { limits, ...sections } = document.content;
  for (const [name, { unit, value }] of Object.entries(limits)) {
    const problem = spanProblem(unit, value);
    if (problem !== undefined) document.fault(['limits', name, 'value'], problem);
  }
  const check = (value: unknown, path: readonly (string | number)[]): void => {
    if (typeof value !== 'object' || value === null) return;
    for (const [key, inner] of Object.entries(value)) {
      const here = [...path, Array.isArray(value) ? Number(key) : key];
      const unit = MOST.has(key) && typeof inner === 'string' ? limits[inner]?.unit : undefined;
      if (unit !== undefined && unit !== key) document.fault(here, `"${inner}" is in ${unit}, not in ${key}`);
      check(inner, here);
    }
  };
  check(sections, []);
}
