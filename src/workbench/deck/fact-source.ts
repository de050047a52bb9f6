import type { FactDefinitions } from '../../facts/fact-definitions.js';
import type { HistorySource, LabSource } from '../../facts/history-definition.js';
import { type LabDefinition, labsOf } from '../../facts/lab-definition.js';
import type { OrderDefinition } from '../../facts/order-definition.js';

/** A fact that a card reads: what it is called and which records it comes from. */
export interface FactSource {
  readonly path: string;
  readonly name: string;
  readonly from: string;
}

/** In words, from the definitions themselves; facts of the patient and the call have no line. */
export function factSource(path: string, definitions: FactDefinitions): FactSource | undefined {
  const [kind = '', name = ''] = path.split('.');
  switch (kind) {
    case 'labs': {
      const lab = definitions.labs[name];
      return lab && { path, name: lab.name, from: labWords(lab) };
    }
    case 'groups': {
      const group = definitions.groups[name];
      const labs = group && labsOf(group).map((lab) => definitions.labs[lab]?.name ?? lab);
      return group && { path, name: group.name, from: (labs ?? []).join(', ') };
    }
    case 'history': {
      const fact = definitions.history[name];
      return fact && { path, name: fact.name, from: [...new Set(fact.any.map(sourceWords))].join('; ') };
    }
    case 'orders': {
      const order = definitions.orders[name];
      return order && { path, name: order.name, from: orderWords(order) };
    }
    case 'exposure': {
      const { administered, supplied, name: title } = definitions.exposure;
      const types = [...administered, ...supplied].map(({ resource }) => resource);
      return { path, name: title, from: [...new Set(types)].join(', ') };
    }
    default:
      return undefined;
  }
}

/** Names of the numbers that a definition rests on, however deep they stand in it. */
export function limitsIn(value: unknown, limits: FactDefinitions['limits']): readonly string[] {
  if (typeof value === 'string') {
    const named = [...value.matchAll(/\blimits\.(\w+)/g)].flatMap(([, name]) => name ?? []);
    return [...(Object.hasOwn(limits, value) ? [value] : []), ...named];
  }
  if (typeof value !== 'object' || value === null) return [];
  return Object.values(value).flatMap((inner) => limitsIn(inner, limits));
}

/** The definition behind a path, for the numbers in it. */
export function definitionAt(path: string, definitions: FactDefinitions): unknown {
  const [kind = '', name = ''] = path.split('.');
  switch (kind) {
    case 'labs':
      return definitions.labs[name];
    case 'groups': {
      const group = definitions.groups[name];
      return group && [group.pairedWith, ...labsOf(group).map((lab) => definitions.labs[lab])];
    }
    case 'history':
      return definitions.history[name];
    case 'orders':
      return definitions.orders[name];
    default:
      return undefined;
  }
}

function labWords({ codes, kind, orderedBy }: LabDefinition): string {
  const result = kind === 'quantity' ? 'a number' : 'positive or negative';
  return `Observation, value set ${codes}, ${result}${orderedBy === undefined ? '' : '; ordered by ServiceRequest'}`;
}

function orderWords({ resources, among, drug, codes }: OrderDefinition): string {
  const what =
    drug !== undefined ? `drug ${drug}` : codes !== undefined ? `value set ${codes}` : 'by its words';
  return `${resources.join(', ')}, ${what}, ${among.replaceAll('-', ' ')}`;
}

function sourceWords(source: HistorySource | LabSource): string {
  if ('lab' in source) return `${source.lab} ${source.is}`;
  const { resource, codes, drug } = source;
  const what = codes !== undefined ? `value set ${codes}` : drug !== undefined ? `drug ${drug}` : 'any code';
  return `${resource}, ${what}`;
}
