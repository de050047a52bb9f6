import type { Fact } from '../picture/fact.js';
import type { LabFact } from '../picture/lab-fact.js';
import type { Draft, Evidence } from '../request/hook-response.js';
import { factAt, type ScreenedPicture } from './unchecked.js';

/** The facts behind a card for machines (`extension["org.ocrelizumab-cds.evidence"]`). */
export function evidenceOf(paths: readonly string[], picture: ScreenedPicture): readonly Evidence[] {
  return paths.flatMap((path) => {
    const fact = factAt(picture, path);
    if (!fact) return [];
    const { value } = fact as LabFact;
    const evidence: Draft<Evidence> = { fact: path, state: fact.state };
    if (value !== undefined) evidence.value = value;
    if (fact.unit) evidence.unit = fact.unit;
    if (fact.asReported) evidence.asReported = fact.asReported;
    if (fact.on) evidence.on = fact.on;
    if (fact.source) evidence.reference = fact.source;
    if (fact.reason) evidence.reason = fact.reason;
    return [evidence];
  });
}

/** The facts behind a card for the reader: value as reported, day, and the limit it was held against; each record once. */
export function evidenceLines(paths: readonly string[], picture: ScreenedPicture): readonly string[] {
  const lines = paths.flatMap((path) => {
    const fact = factAt(picture, path);
    const line = fact && lineOf(fact, path.startsWith('labs.'));
    return line ? [line] : [];
  });
  return [...new Set(lines)];
}

function lineOf(fact: Fact, isLab: boolean): string | undefined {
  const lab = fact as LabFact;
  switch (fact.state) {
    case 'usable':
      return fact.shown && `${fact.shown}${limitOf(lab)}`;
    case 'stale':
      return `${lab.last?.shown ?? fact.shown}: too old`;
    case 'pending':
      return lab.last
        ? `${lab.last.shown}: too old, a new one is ordered`
        : `${fact.name}: ordered, no result yet`;
    case 'absent':
      return isLab && lab.isOrderable ? `${fact.name}: no result on record` : undefined;
    default:
      return undefined;
  }
}

function limitOf(lab: LabFact): string {
  if (!lab.limitShown) return '';
  const times = lab.isHigh && lab.timesShown !== undefined ? `, ${lab.timesShown}` : ',';
  const bound = lab.low === undefined ? 'upper limit' : 'lower limit';
  return `${times} ${bound} ${lab.limitShown}${lab.usesDefaultLimit ? ' (default, none usable from the laboratory)' : ''}`;
}
