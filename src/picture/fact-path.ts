import type { Fact } from './fact.js';
import type { HistoryFact } from './history-fact.js';
import { factNamed, type LabFacts } from './lab-facts.js';

/** A test, a group of tests or a fact of the history by its path, `labs.alt`. */
export function factAtPath(
  path: string,
  { labs, groups, history }: LabFacts & { readonly history: Readonly<Record<string, HistoryFact>> },
): Fact {
  const [kind, name = ''] = path.split('.');
  return factNamed<Fact>(kind === 'labs' ? labs : kind === 'groups' ? groups : history, name);
}
