import type { FactDefinitions } from '../facts/fact-definitions.js';
import { type LabDefinition, labsOf } from '../facts/lab-definition.js';
import type { OrderDefinition } from '../facts/order-definition.js';
import { resourceTypeOf } from '../gather/query-template.js';
import type { AskedCodes } from './asked-codes.js';
import { withAnchors } from './fact-anchors.js';

/**
 * The prefetch templates for a set of facts: only the queries they read, each asking for exactly the
 * codes its facts are made of (minimum necessary), in the CDS Hooks 2.0 token grammar.
 */
export function queryTemplates(
  facts: ReadonlySet<string>,
  definitions: FactDefinitions,
  askedCodes: AskedCodes,
): Readonly<Record<string, string>> {
  const sets = new Map<string, Set<string>>();
  const need = (query: string, ...codes: readonly (string | undefined)[]): void => {
    const known = sets.get(query) ?? new Set();
    sets.set(query, known);
    for (const code of codes) if (code !== undefined) known.add(code);
  };
  const queriesOf = (resource: string): readonly string[] =>
    Object.entries(definitions.queries)
      .filter(([, { template }]) => resourceTypeOf(template) === resource)
      .map(([name]) => name);
  const needDrug = (drug: string | undefined, query: string): void => {
    need(query, ...(drug === undefined ? [] : (definitions.drugs[drug]?.codes ?? [])));
  };

  const { exposure } = definitions;
  need('patient');
  for (const { query } of [...exposure.administered, ...exposure.supplied, ...exposure.stopped]) {
    needDrug(exposure.drug, query);
  }
  needOrder(definitions.orders[exposure.activeOrder]);
  for (const path of withAnchors(facts, definitions)) {
    const [kind, name = ''] = path.split('.');
    if (kind === 'labs') needLab(definitions.labs[name]);
    const group = kind === 'groups' ? definitions.groups[name] : undefined;
    for (const lab of group ? labsOf(group) : []) needLab(definitions.labs[lab]);
    if (kind === 'history') {
      for (const source of definitions.history[name]?.any ?? []) {
        if ('lab' in source) continue;
        need(source.query, source.codes);
        needDrug(source.drug, source.query);
        if (source.linkedTo) need(source.linkedTo.query);
      }
    }
    if (kind === 'orders') needOrder(definitions.orders[name]);
  }
  function needOrder(order: OrderDefinition | undefined): void {
    // Orders on the screen come with the call.
    if (!order || order.among === 'selected' || order.among === 'session') return;
    for (const query of order.resources.flatMap(queriesOf)) {
      need(query, order.codes);
      needDrug(order.drug, query);
    }
  }
  function needLab(lab: LabDefinition | undefined): void {
    if (!lab) return;
    // A panel's own code brings results in its components.
    need(lab.query, lab.codes, lab.orderedBy);
    if (lab.kind === 'quantity')
      for (const way of lab.orElse ?? [])
        need(lab.query, ...('sum' in way ? way.sum : [...way.percent, way.of]));
    if (lab.kind === 'qualitative') {
      need(lab.query, lab.confirmedBy);
      if (lab.falsePositiveAfter) need(lab.falsePositiveAfter.query, lab.falsePositiveAfter.vaccines);
    }
    if (lab.orderedBy) for (const query of queriesOf('ServiceRequest')) need(query, lab.orderedBy);
  }

  return Object.fromEntries(
    Object.entries(definitions.queries)
      .filter(([query]) => sets.has(query))
      .map(([query, { template }]) => [
        query,
        template.replace('{codes}', askedCodes(sets.get(query) ?? [], resourceTypeOf(template))),
      ]),
  );
}
