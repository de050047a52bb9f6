const SUPERSCRIPTS = '⁰¹²³⁴⁵⁶⁷⁸⁹';

/** Most units are written as people write them. */
const NEEDS_REWRITING = /[*^[{u]/;

/** A unit as people write it: "10*3/uL" is ×10³/µL, "m[IU]/mL" mIU/mL, "{cells}/uL" cells/µL. */
export function writtenUnit(unit: unknown): string {
  // Records are not trusted to be valid: what is no text has no writing.
  if (typeof unit !== 'string') return '';
  if (!NEEDS_REWRITING.test(unit)) return unit;
  return unit
    .replace(/^x?10[*^](\d)(?=\/)/, (_, power: string) => `×10${SUPERSCRIPTS[Number(power)]}`)
    .replace(/\[IU\]/gi, 'IU')
    .replace(/\{([^{}]*)\}/g, (_, annotation: string) => annotation.replaceAll('_', ' '))
    .replace(/\bu(?=(L|l|mol|kat|g)\b)/g, 'µ');
}
