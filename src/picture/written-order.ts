import { showDay } from './clinical-date.js';
import type { OrderEntry } from './order-entry.js';
import { roundSix } from './units.js';

/**
 * An order as a card names it: "Ocrelizumab IV, 600 mg, planned 3 Oct 2026". Its doses are said once. One that was signed
 * before, for no day to come, is told apart from the one in hand by the day it was written.
 */
export function writtenOrder(
  { coded, planned, isInSession, writtenOn }: OrderEntry,
  mg: readonly number[],
  otherwise: string,
): string {
  const what = coded.name ?? otherwise;
  const doses = mg.length > 0 ? writtenDoses(mg) : undefined;
  const dose = doses !== undefined && !saysDose(what, doses) ? `, ${doses}` : '';
  const written = isInSession || writtenOn === undefined ? '' : `, written ${showDay(writtenOn)}`;
  return `${what}${dose}${planned.isExplicit ? `, planned ${showDay(planned.on)}` : written}`;
}

/** "Ocrelizumab 600 mg IV" says the dose; "300 mg/10 mL" only the strength of a vial. */
function saysDose(words: string, dose: string): boolean {
  const at = words.toLowerCase().indexOf(dose);
  return at >= 0 && !/^\s*\//.test(words.slice(at + dose.length)) && !/[\d.,]$/.test(words.slice(0, at));
}

/** "300 and 600 mg" */
export function writtenDoses(doses: readonly number[]): string {
  return `${[...new Set(doses)].map(roundSix).join(' and ')} mg`;
}
