import { DateTime } from 'luxon';
import type { MetElement } from './element-walk.js';

const DATED = ['date', 'dateTime', 'instant'];
const BASE64 = /^(?:[A-Za-z\d+/]{4})*(?:[A-Za-z\d+/]{2}==|[A-Za-z\d+/]{3}=)?$/;

/** What the official patterns of the primitive types cannot say, or do not. */
export function primitiveProblems({ path, shape, value }: MetElement): readonly string[] {
  if (typeof value !== 'string') return [];
  if (DATED.includes(shape.type)) return dayProblems(path, value);
  // White space is allowed between the characters.
  if (shape.type === 'base64Binary' && !BASE64.test(value.replace(/\s/g, ''))) return [`${path}: not base64`];
  return [];
}

/** Dates SHALL be valid dates: the patterns let 30 February through. */
function dayProblems(path: string, value: string): readonly string[] {
  const day = /^\d{4}-\d{2}-\d{2}/.exec(value)?.[0];
  const exists = day === undefined || DateTime.fromISO(day, { zone: 'utc' }).isValid;
  return exists ? [] : [`${path}: there is no such day as ${day}`];
}
