/**
 * A number as laboratories write it in text, with a point or a decimal comma. A comma before exactly
 * three digits may separate thousands ("1,200" is 1200 in one country and 1.2 in another): not read.
 */
export function readDecimal(text: string): number | undefined {
  if (!/^\d+([.,]\d+)?$/.test(text) || /,\d{3}$/.test(text)) return undefined;
  return Number(text.replace(',', '.'));
}

/** The source of a pattern that finds such a number. */
export const DECIMAL = String.raw`\d+(?:[.,]\d+)*`;
