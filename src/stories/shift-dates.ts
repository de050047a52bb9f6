import { daysBetween, plusDays } from '../picture/clinical-date.js';

const DAY = /\b(\d{4}-\d{2}-\d{2})(?=T|"|\b)/g;

/** Moves every date in a JSON text so that a story told on one day happens on another: a fixture that cannot rot. */
export function shiftDates(json: string, from: string, to: string): string {
  const days = daysBetween(from, to);
  return days === 0 ? json : json.replace(DAY, (day) => plusDays(day, days));
}
