import { Ajv, type ValidateFunction } from 'ajv';
import type { ValueSet } from 'fhir/r4.js';
import type { FactDefinitions } from '../facts/fact-definitions.js';
import type { Meaning, Readings, UnitTable } from '../facts/reading-tables.js';
import type { CodeSystemDefinition } from '../picture/code-system.js';
import type { CardDefinition, DeckDefinition, OrderTemplateDefinition } from './card-definition.js';
import { type DeckDocument, openDocument } from './deck-document.js';
import { DeckError } from './deck-error.js';
import type { DeckFile } from './deck-files.js';
import type { SiteDefinition } from './site-definition.js';

/** `readings.yaml` as written; its patterns are compiled at start. */
export interface ReadingsFile extends Omit<Readings, 'words'> {
  readonly words: Readonly<Record<string, readonly { means: Meaning; text: string }[]>>;
}

/** Every file of the deck, parsed and held against its schema. */
export interface DeckDocuments {
  readonly deck: DeckDocument<DeckDefinition>;
  readonly facts: DeckDocument<FactDefinitions>;
  readonly units: DeckDocument<Readonly<Record<string, UnitTable>>>;
  readonly readings: DeckDocument<ReadingsFile>;
  readonly codeSystems: DeckDocument<readonly CodeSystemDefinition[]>;
  readonly cards: readonly DeckDocument<CardDefinition>[];
  readonly orders: readonly DeckDocument<OrderTemplateDefinition>[];
  readonly valueSets: readonly DeckDocument<ValueSet>[];
  /** What a hospital changes, where it does. */
  readonly site?: DeckDocument<SiteDefinition>;
  readonly all: readonly DeckDocument<unknown>[];
}

/** Parses every file. Throws where one that no deck can do without is missing; other faults are collected. */
export function openDocuments(files: readonly DeckFile[], siteFile: DeckFile | undefined): DeckDocuments {
  const ajv = new Ajv({ allErrors: true, verbose: true, strict: false });
  const schema = (name: string): ValidateFunction => {
    const file = files.find(({ path }) => path === `schema/${name}.schema.json`);
    if (!file) throw new DeckError([`schema/${name}.schema.json: the file is missing`]);
    return ajv.compile(JSON.parse(file.text));
  };
  const one = <T>(path: string, name: string): DeckDocument<T> => {
    const file = files.find((f) => f.path === path);
    if (!file) throw new DeckError([`${path}: the file is missing`]);
    return openDocument<T>(file, schema(name));
  };
  const many = <T>(pattern: RegExp, name: string): readonly DeckDocument<T>[] => {
    const validate = schema(name);
    return files.filter(({ path }) => pattern.test(path)).map((file) => openDocument<T>(file, validate));
  };
  const documents = {
    deck: one<DeckDefinition>('deck.yaml', 'deck'),
    facts: one<FactDefinitions>('facts.yaml', 'facts'),
    units: one<Readonly<Record<string, UnitTable>>>('units.yaml', 'units'),
    readings: one<ReadingsFile>('readings.yaml', 'readings'),
    codeSystems: one<readonly CodeSystemDefinition[]>('code-systems.yaml', 'code-systems'),
    cards: many<CardDefinition>(/^[^/]+\.card\.yaml$/, 'card'),
    orders: many<OrderTemplateDefinition>(/^orders\//, 'order'),
    valueSets: many<ValueSet>(/^value-sets\//, 'value-set'),
    ...(siteFile && { site: openDocument<SiteDefinition>(siteFile, schema('site')) }),
  };
  return { ...documents, all: Object.values(documents).flat() as readonly DeckDocument<unknown>[] };
}
