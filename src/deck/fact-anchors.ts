import type { FactDefinitions } from '../facts/fact-definitions.js';
import type { HistoryDefinition } from '../facts/history-definition.js';

/** Paths of the facts that a history fact is placed by or made from. */
function anchorsOf(definition: HistoryDefinition): readonly string[] {
  const { any, after, before, around, leadingTo, endedBy } = definition;
  const laboratory = any.flatMap((source) => ('lab' in source ? [`labs.${source.lab}`] : []));
  const paths = [
    ...(after === undefined ? [] : [after].flat()),
    before,
    around?.fact,
    leadingTo?.fact,
    endedBy,
  ];
  return [...laboratory, ...paths.filter((path) => path !== undefined)];
}

/** Facts together with those they rest on, in turn: what has to be asked for to make them. */
export function withAnchors(
  facts: Iterable<string>,
  { history, orders }: FactDefinitions,
): ReadonlySet<string> {
  const all = new Set(facts);
  // A Set goes on to what is added while it is walked through.
  for (const path of all) {
    const [kind, name = ''] = path.split('.');
    const definition = kind === 'history' ? history[name] : undefined;
    for (const anchor of definition ? anchorsOf(definition) : []) all.add(anchor);
    if (kind === 'orders') for (const anchor of [orders[name]?.after ?? []].flat()) all.add(anchor);
  }
  return all;
}

/** Whether a history fact rests, in the end, on itself. */
export function isCircular(name: string, definitions: FactDefinitions): boolean {
  const definition = definitions.history[name];
  return definition !== undefined && withAnchors(anchorsOf(definition), definitions).has(`history.${name}`);
}
