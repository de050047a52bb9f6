/** A share in whole percent, or a dash where there is nothing to share. */
export function percent(part: number, whole: number): string {
  return whole === 0 ? '–' : `${Math.round((100 * part) / whole)} %`;
}

/** The change against the previous period, with its sign. */
export function change(now: number, before: number): string {
  const difference = now - before;
  if (difference === 0) return '±0';
  return difference > 0 ? `+${difference}` : `−${-difference}`;
}
