import type { Fact } from '../picture/fact.js';
import { isLab, type LabFact } from '../picture/lab-fact.js';
import type { Evidence } from '../request/hook-response.js';
import type { ScreenedPicture } from './screened-picture.js';
import { factAt } from './unchecked.js';

/** A fact with its path in the picture, `labs.alt`. */
export interface FactAtPath {
  readonly path: string;
  readonly fact: Fact;
}

/** The facts at these paths, without those that the picture does not have. */
export function factsAt(paths: readonly string[], picture: ScreenedPicture): readonly FactAtPath[] {
  const found: FactAtPath[] = [];
  for (const path of paths) {
    const fact = factAt(picture, path);
    if (fact) found.push({ path, fact });
  }
  return found;
}

/** The facts behind a card for machines (`extension["org.ocrelizumab-cds.evidence"]`). */
export function evidenceOf(facts: readonly FactAtPath[]): readonly Evidence[] {
  return facts.map(({ path, fact }) => ({
    fact: path,
    state: fact.state,
    value: isLab(fact) ? fact.value : undefined,
    unit: fact.unit,
    asReported: fact.asReported || undefined,
    on: fact.on,
    reference: fact.source,
    reason: fact.reason,
  }));
}

/** The facts behind a card for the reader: value as reported, day, and the limit it was held against; each record once. */
export function evidenceLines(facts: readonly FactAtPath[]): readonly string[] {
  const lines: string[] = [];
  for (const { fact } of facts) {
    const line = lineOf(fact);
    if (line && !lines.includes(line)) lines.push(line);
  }
  return lines;
}

function lineOf(fact: Fact): string | undefined {
  const lab = isLab(fact) ? fact : undefined;
  switch (fact.state) {
    case 'usable':
      return fact.shown && `${fact.shown}${limitOf(lab)}${beforeOf(lab)}`;
    case 'stale':
      return `${lab?.last?.shown ?? fact.shown}: too old${lab?.isOrdered ? ', a new one is ordered' : ''}${beforeOf(lab)}`;
    case 'pending':
      if (lab?.last) return `${lab.last.shown}: too old, a new one is ordered`;
      return preliminaryOf(lab) ?? `${fact.name}: ordered, no result yet`;
    case 'absent':
      return lab?.isOrderable ? (preliminaryOf(lab) ?? `${fact.name}: no result on record`) : undefined;
    default:
      return undefined;
  }
}

/** A card may speak of what was positive once: a negative result alone would not tell why. */
function beforeOf(lab: LabFact | undefined): string {
  return lab?.positiveBefore === undefined ? '' : `; before: ${lab.positiveBefore}`;
}

function preliminaryOf(lab: LabFact | undefined): string | undefined {
  const shown = lab?.preliminary.shown;
  return shown === undefined ? undefined : `${shown}: preliminary, no final result`;
}

function limitOf(lab: LabFact | undefined): string {
  if (!lab?.limitShown) return '';
  const times = lab.isHigh && lab.timesShown !== undefined ? `, ${lab.timesShown}` : ',';
  const bound = lab.low === undefined ? 'upper limit' : 'lower limit';
  return `${times} ${bound} ${lab.limitShown}${lab.usesDefaultLimit ? ' (default, none usable from the laboratory)' : ''}`;
}
