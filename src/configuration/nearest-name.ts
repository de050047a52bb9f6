/** The valid name a misspelt one was most likely meant to be; `undefined` when none is close. */
export function nearestName(written: string, valid: readonly string[]): string | undefined {
  const ranked = valid
    .map((name) => ({ name, distance: editDistance(written.toLowerCase(), name.toLowerCase()) }))
    .sort((a, b) => a.distance - b.distance);
  const best = ranked[0];
  const longer = Math.max(written.length, best?.name.length ?? 0);
  return best !== undefined && best.distance <= Math.max(1, Math.floor(longer / 3)) ? best.name : undefined;
}

/** "unknown limit "x"; did you mean "y"?", the fault of every name that leads nowhere. */
export function unknownName(kind: string, written: string, valid: readonly string[]): string {
  return `unknown ${kind} "${written}"${didYouMean(written, valid)}`;
}

/** "; did you mean "y"?", or nothing where no valid name is close. */
export function didYouMean(written: string, valid: readonly string[]): string {
  const nearest = nearestName(written, valid);
  return nearest === undefined ? '' : `; did you mean "${nearest}"?`;
}

/** Levenshtein distance, row by row. */
function editDistance(a: string, b: string): number {
  let previous = Array.from({ length: b.length + 1 }, (_, index) => index);
  for (const [row, letter] of [...a].entries()) {
    const current = [row + 1];
    for (const [column, other] of [...b].entries()) {
      const replace = (previous[column] ?? 0) + (letter === other ? 0 : 1);
      current.push(Math.min(replace, (previous[column + 1] ?? 0) + 1, (current[column] ?? 0) + 1));
    }
    previous = current;
  }
  return previous.at(-1) ?? 0;
}
