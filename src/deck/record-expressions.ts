import { unknownName } from '../configuration/nearest-name.js';
import type { FactDefinitions } from '../facts/fact-definitions.js';
import type { DeckDocument } from './deck-document.js';
import { RESOURCE_TYPES } from './r4-elements.js';
import { checkRecordExpression } from './record-expression-check.js';
import type { RecordNames } from './record-functions.js';

type Path = readonly (string | number)[];

/** A filter named where records of one type are looked for. */
interface Use {
  readonly type: string;
  readonly path: Path;
}

/** Checks every expression in `facts.yaml` against the elements of the records that it is asked of. */
export function checkRecordExpressions(
  document: DeckDocument<FactDefinitions>,
  valueSets: ReadonlySet<string>,
): void {
  const { dates, filters, history, phrases } = document.content;
  const names: RecordNames = { 'value set': valueSets, phrase: new Set(Object.keys(phrases)) };
  const uses = new Map<string, Use[]>(Object.keys(filters).map((name) => [name, []]));
  const check = (text: string, types: readonly string[], path: Path): readonly string[] =>
    checkRecordExpression(text, types, names, (problem) => document.fault(path, problem));
  /** Filters by name, or expressions; a word alone is a name, and FHIRPath would take a misspelt one for an element. */
  const checkFilters = (written: readonly string[] = [], type: string, path: Path): void => {
    for (const [index, text] of written.entries()) {
      const use = { type, path: [...path, index] };
      const known = uses.get(text);
      if (known) known.push(use);
      else if (/^\w+$/.test(text)) document.fault(use.path, unknownName('filter', text, [...uses.keys()]));
      else check(text, [type], use.path);
    }
  };

  for (const [type, text] of Object.entries(dates)) {
    if (RESOURCE_TYPES.has(type)) check(text, [type], ['dates', type]);
    else document.fault(['dates', type], unknownName('resource type', type, [...RESOURCE_TYPES]));
  }
  for (const [name, { any, extract }] of Object.entries(history)) {
    const sources = any.flatMap((source, index) => ('lab' in source ? [] : [{ source, index }]));
    for (const { source, index } of sources) {
      const { resource, where, firstAmong, date, linkedTo } = source;
      const path = ['history', name, 'any', index];
      checkFilters(where, resource, [...path, 'where']);
      checkFilters(firstAmong, resource, [...path, 'firstAmong']);
      if (date !== undefined) check(date, [resource], [...path, 'date']);
      if (!linkedTo) continue;
      checkFilters(linkedTo.where, linkedTo.resource, [...path, 'linkedTo', 'where']);
      check(linkedTo.by, [resource], [...path, 'linkedTo', 'by']);
      check(linkedTo.from, [linkedTo.resource], [...path, 'linkedTo', 'from']);
    }
    const types = [...new Set(sources.map(({ source }) => source.resource))];
    for (const [key, text] of Object.entries(extract ?? {}))
      check(text, types, ['history', name, 'extract', key]);
  }
  for (const [name, named] of uses) {
    const types = [...new Set(named.map(({ type }) => type))];
    const unread = check(filters[name] ?? '', types, ['filters', name]);
    // Where it reads none of them, its own fault says so.
    if (unread.length === types.length) continue;
    for (const { type, path } of named) {
      if (unread.includes(type)) document.fault(path, `the filter "${name}" reads nothing of a ${type}`);
    }
  }
}
