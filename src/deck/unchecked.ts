import { type Fact, isUnknown } from '../picture/fact.js';
import { isLab } from '../picture/lab-fact.js';
import type { Picture } from '../picture/picture.js';
import { type Finding, isOpen } from './finding.js';

/** What could not be checked, in the form the card about it reads. */
export interface Unchecked {
  readonly isAny: boolean;
  readonly hasContraindication: boolean;
  /** "diagnoses and problems, IgG": what could not be read, else the fact that could not be judged. */
  readonly names: string;
  readonly lines: readonly string[];
  readonly facts: readonly string[];
}

export const NOTHING_UNCHECKED: Unchecked = {
  isAny: false,
  hasContraindication: false,
  names: '',
  lines: [],
  facts: [],
};

/**
 * Gathers, over all cards that could not tell, the facts at fault with their reasons: a reader sees
 * which record to look at, not which rule stumbled. `gate` are the facts that decide whether a hook speaks: an
 * order whose drug cannot be read leaves everything unchecked.
 */
export function uncheckedOf(
  findings: readonly Finding[],
  picture: Picture,
  gate: readonly string[],
): Unchecked {
  const open = findings.filter(isOpen);
  const paths = new Set(open.flatMap((finding) => finding.unknownFacts));
  // Judged as a first dose, or by doses that may not be all: the reader must know on what ground every card stands.
  if (picture.exposure.reason !== undefined) paths.add('exposure');
  const unread = gate.filter((path) => path.startsWith('orders.') && isUnavailable(factAt(picture, path)));
  for (const path of unread) paths.add(path);
  const doubtful = new Set(open.flatMap((finding) => finding.doubtfulFacts));
  const atFault = [...new Set([...paths, ...doubtful])]
    .filter((path) => !path.startsWith('groups.'))
    .map((path) => [path, factAt(picture, path)] as const)
    .filter((entry): entry is readonly [string, Fact] => {
      const [path, fact] = entry;
      return fact !== undefined && (isAtFault(fact) || (doubtful.has(path) && isTooOld(fact)));
    });
  if (atFault.length === 0) return NOTHING_UNCHECKED;
  return {
    isAny: true,
    hasContraindication:
      unread.length > 0 || open.some(({ card }) => card.definition.contraindication === true),
    names: namesOf(atFault.map(([, fact]) => nameOf(fact))),
    lines: linesOf(atFault.map(([, fact]) => fact)),
    facts: atFault.map(([path]) => path),
  };
}

/** The fact that a path of a card names. */
export function factAt(picture: Picture, path: string): Fact | undefined {
  const [kind = '', name = ''] = path.split('.');
  switch (kind) {
    case 'labs':
      return picture.labs[name];
    case 'groups':
      return picture.groups[name];
    case 'history':
      return picture.history[name];
    case 'orders':
      return picture.orders[name];
    case 'exposure':
      return picture.exposure;
    case 'patient':
      return picture.patient;
    default:
      return undefined;
  }
}

/** A fact that is known but carries a reason lacks one member: an order whose dose cannot be read. */
function isAtFault(fact: Fact): boolean {
  return isUnknown(fact) || (fact.state === 'usable' && fact.reason !== undefined);
}

function isUnavailable(fact: Fact | undefined): boolean {
  return fact?.state === 'unavailable';
}

/** Also where a new test is ordered: until its result is there, the old one is all that is known. */
function isTooOld(fact: Fact): boolean {
  return fact.state === 'stale' || (fact.state === 'pending' && lastShown(fact) !== undefined);
}

/** The last result of a laboratory test, where none counts. */
function lastShown(fact: Fact): string | undefined {
  return isLab(fact) ? fact.last?.shown : undefined;
}

/** One record that was not sent may leave a dozen facts open: the reader has one thing to look up. */
function nameOf({ name, records, lacks }: Fact): string {
  return records ?? (lacks === undefined ? name : `${lacks} of the ${name}`);
}

/** So much fits into a summary without being cut in the middle of a name. */
const LONGEST_NAMES = 66;

function namesOf(names: readonly string[]): string {
  const unique = [...new Set(names)];
  const fitting = unique.filter((_, i) => unique.slice(0, i + 1).join(', ').length <= LONGEST_NAMES);
  const shown = fitting.length > 0 ? fitting : unique.slice(0, 1);
  const left = unique.length - shown.length;
  return `${shown.join(', ')}${left > 0 ? ` and ${left} more` : ''}`;
}

/** Facts with a value each have a line; records that could not be read share one per reason. */
function linesOf(facts: readonly Fact[]): readonly string[] {
  const reasons = new Map<string, string>();
  const own: string[] = [];
  for (const fact of facts) {
    const [name, reason] = [nameOf(fact), fact.reason ?? 'not known'];
    const before = reasons.get(name);
    // Of the reasons of one record the one that goes on to say what follows from it.
    if (fact.state === 'unavailable') reasons.set(name, before?.startsWith(reason) ? before : reason);
    else own.push(`${lastShown(fact) ?? fact.shown ?? fact.name}: ${reason}`);
  }
  const byReason = new Map<string, readonly string[]>();
  for (const [name, reason] of reasons) byReason.set(reason, [...(byReason.get(reason) ?? []), name]);
  return [...own, ...[...byReason].map(([reason, names]) => `${names.join(', ')}: ${reason}`)];
}
