/** A calendar day, `YYYY-MM-DD`, in the time zone of the site. All clinical arithmetic is by day. */
export type ClinicalDate = string;

/** The days that FHIR can write. "9999-12-31" is used for "no end". */
export const FIRST_DAY: ClinicalDate = '0001-01-01';
export const LAST_DAY: ClinicalDate = '9999-12-31';

/** Whether a day so written is one: no 30 February. */
export function isDay(day: ClinicalDate): boolean {
  const [month, ofMonth] = [monthOf(day), dayOfMonth(day)];
  return month >= 1 && month <= 12 && ofMonth >= 1 && ofMonth <= daysInMonth(yearOf(day), month);
}

function yearOf(day: ClinicalDate): number {
  return digits(day, 0) * 100 + digits(day, 2);
}

function monthOf(day: ClinicalDate): number {
  return digits(day, 5);
}

function dayOfMonth(day: ClinicalDate): number {
  return digits(day, 8);
}

/** Two digits of a written day. A record has hundreds of days, each compared with many windows: no detour by Date. */
function digits(day: ClinicalDate, at: number): number {
  return (day.charCodeAt(at) - 48) * 10 + day.charCodeAt(at + 1) - 48;
}

/** Days since 1 March of year 0 in the Gregorian calendar; a year that begins in March ends in its leap day. */
function dayNumber(day: ClinicalDate): number {
  const month = monthOf(day);
  const year = yearOf(day) - (month > 2 ? 0 : 1);
  const leapDays = Math.floor(year / 4) - Math.floor(year / 100) + Math.floor(year / 400);
  return year * 365 + leapDays + Math.floor((153 * ((month + 9) % 12) + 2) / 5) + dayOfMonth(day) - 1;
}

const [FIRST_NUMBER, LAST_NUMBER] = [dayNumber(FIRST_DAY), dayNumber(LAST_DAY)];

/** Whole days from `from` to `to`; negative when `to` lies earlier. */
export function daysBetween(from: ClinicalDate, to: ClinicalDate): number {
  return dayNumber(to) - dayNumber(from);
}

/** Calendar months later (or earlier): 31 Jan plus one month is the last of February. */
export function plusMonths(day: ClinicalDate, months: number): ClinicalDate {
  const month = yearOf(day) * 12 + monthOf(day) - 1 + months;
  const [year, ofYear] = [Math.floor(month / 12), (month % 12) + 1];
  if (year > 9999) return LAST_DAY;
  if (year < 1) return FIRST_DAY;
  return isoDay(year, ofYear, Math.min(dayOfMonth(day), daysInMonth(year, ofYear)));
}

function isoDay(year: number, month: number, day: number): ClinicalDate {
  return `${year < 1000 ? String(year).padStart(4, '0') : year}-${twoDigits(month)}-${twoDigits(day)}`;
}

function twoDigits(number: number): string {
  return number < 10 ? `0${number}` : String(number);
}

function daysInMonth(year: number, month: number): number {
  if (month !== 2) return month === 4 || month === 6 || month === 9 || month === 11 ? 30 : 31;
  return year % 4 === 0 && (year % 100 !== 0 || year % 400 === 0) ? 29 : 28;
}

/** Days later (or earlier), within the years that FHIR can write: a record may ask for any number. */
export function plusDays(day: ClinicalDate, days: number): ClinicalDate {
  return dayNumbered(Math.min(Math.max(dayNumber(day) + days, FIRST_NUMBER), LAST_NUMBER));
}

/** The day of a number of `dayNumber`, reckoned in cycles of 400 years. */
function dayNumbered(number: number): ClinicalDate {
  const cycle = Math.floor(number / 146_097);
  const inCycle = number - cycle * 146_097;
  const leapDays = Math.floor(inCycle / 1460) - Math.floor(inCycle / 36_524) + Math.floor(inCycle / 146_096);
  const yearOfCycle = Math.floor((inCycle - leapDays) / 365);
  const inYear = inCycle - (yearOfCycle * 365 + Math.floor(yearOfCycle / 4) - Math.floor(yearOfCycle / 100));
  const fromMarch = Math.floor((5 * inYear + 2) / 153);
  const month = fromMarch < 10 ? fromMarch + 3 : fromMarch - 9;
  const year = cycle * 400 + yearOfCycle + (month > 2 ? 0 : 1);
  return isoDay(year, month, inYear - Math.floor((153 * fromMarch + 2) / 5) + 1);
}

/** Whole calendar months from an earlier to a later day, and the days beyond them. */
function monthsAndDays(from: ClinicalDate, to: ClinicalDate): readonly [months: number, days: number] {
  const apart = (yearOf(to) - yearOf(from)) * 12 + monthOf(to) - monthOf(from);
  const months = plusMonths(from, apart) > to ? apart - 1 : apart;
  return [months, daysBetween(plusMonths(from, months), to)];
}

/** Calendar months from one day to another, with the part of the month begun: beyond 3 is later than 3 months to the day. */
export function monthsBetween(from: ClinicalDate, to: ClinicalDate): number {
  const [months, days] = monthsAndDays(from, to);
  return days === 0
    ? months
    : months + days / daysBetween(plusMonths(from, months), plusMonths(from, months + 1));
}

/** "4 months and 12 days": calendar months, then days; "9 days" below a month; none where `to` is not yet reached. */
export function elapsed(from: ClinicalDate, to: ClinicalDate): string {
  if (to <= from) return '0 days';
  const [months, days] = monthsAndDays(from, to);
  const counted = (n: number, one: string): string => `${n} ${n === 1 ? one : `${one}s`}`;
  if (months === 0) return counted(days, 'day');
  return `${counted(months, 'month')}${days === 0 ? '' : ` and ${counted(days, 'day')}`}`;
}

const MONTHS = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'];

/** "3 Oct 2026": the month in letters, since 03/10 is two different days on two continents. */
export function showDay(day: ClinicalDate): string {
  return `${dayOfMonth(day)} ${showMonth(day)}`;
}

/** A date as exactly as it is known, from the first day it may be to the last: "Oct 2026" names no day, nor does "2026". */
export function showDate(from: ClinicalDate, until: ClinicalDate = from): string {
  if (from === until) return showDay(from);
  return from.slice(0, 7) === until.slice(0, 7) ? showMonth(from) : from.slice(0, 4);
}

/** Whether FHIR text names a year or a month, and no day. */
export function isPartialDate(dateTime: unknown): dateTime is string {
  return typeof dateTime === 'string' && dateTime.length < FIRST_DAY.length;
}

function showMonth(day: ClinicalDate): string {
  return `${MONTHS[monthOf(day) - 1]} ${day.slice(0, 4)}`;
}
