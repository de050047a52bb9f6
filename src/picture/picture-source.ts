import type { ValueSet } from 'fhir/r4.js';
import type { FactDefinitions } from '../facts/fact-definitions.js';
import type { HistorySource } from '../facts/history-definition.js';
import type { Readings, UnitTable } from '../facts/reading-tables.js';
import type { Region } from '../facts/region.js';
import type { CodeSystemDefinition } from './code-system.js';
import { diagnosisWords } from './diagnosis-words.js';
import { compileDrug, type Drug } from './drug-match.js';
import type { GroupFact } from './group-fact.js';
import type { HistoryFact } from './history-fact.js';
import type { RecordSource } from './history-record.js';
import type { History } from './history-search.js';
import type { LabFact } from './lab-fact.js';
import { type FactsOf, lazyFacts } from './lazy-facts.js';
import type { OrderFact } from './order-fact.js';
import { compileRoutes, type Route } from './order-route.js';
import { phrasesOf } from './phrase.js';
import { type RecordExpression, recordExpressionCompiler } from './record-expression.js';
import { indexValueSets, type Terminology } from './terminology.js';

/** The parts of a deck that facts are made from, each compiled once. */
export interface PictureSource {
  readonly definitions: FactDefinitions;
  readonly valueSets: readonly ValueSet[];
  readonly codeSystems: readonly CodeSystemDefinition[];
  readonly terminology: Terminology;
  readonly readings: Readings;
  readonly units: Readonly<Record<string, UnitTable>>;
  readonly drugs: ReadonlyMap<string, Drug>;
  readonly subjectDrug: Drug;
  readonly routes: readonly Route[];
  readonly history: ReadonlyMap<string, History>;
  readonly dates: ReadonlyMap<string, RecordExpression>;
  /** Makers of the facts of one call, by the names defined. */
  readonly facts: {
    readonly labs: FactsOf<LabFact>;
    readonly groups: FactsOf<GroupFact>;
    readonly history: FactsOf<HistoryFact>;
    readonly orders: FactsOf<OrderFact>;
  };
  readonly limits: Readonly<Record<string, number>>;
  readonly limit: (name: string) => number;
  readonly region: Region;
}

export interface PictureFiles {
  readonly definitions: FactDefinitions;
  readonly valueSets: readonly ValueSet[];
  readonly codeSystems: readonly CodeSystemDefinition[];
  readonly units: Readonly<Record<string, UnitTable>>;
  readonly readings: Readings;
  readonly region: Region;
}

function recordSource(
  { where = [], date, firstAmong, linkedTo, ...source }: HistorySource,
  expression: (text: string) => RecordExpression,
): RecordSource {
  return {
    ...source,
    where: where.map(expression),
    ...(date !== undefined && { date: expression(date) }),
    ...(firstAmong && { firstAmong: firstAmong.map(expression) }),
    ...(linkedTo && {
      linkedTo: {
        resource: linkedTo.resource,
        where: (linkedTo.where ?? []).map(expression),
        by: expression(linkedTo.by),
        from: expression(linkedTo.from),
      },
    }),
  };
}

/** Compiles validated definitions; every name in them has been checked to exist. */
export function pictureSource(files: PictureFiles): PictureSource {
  const { definitions } = files;
  const terminology = indexValueSets(files.valueSets, files.codeSystems, diagnosisWords(definitions));
  const compile = recordExpressionCompiler(terminology, phrasesOf(definitions));
  const compiled = new Map<string, RecordExpression>();
  const expression = (text: string): RecordExpression => {
    const written = definitions.filters[text] ?? text;
    const known = compiled.get(written) ?? compile(written);
    compiled.set(written, known);
    return known;
  };
  const drugs = new Map(Object.entries(definitions.drugs).map(([name, drug]) => [name, compileDrug(drug)]));
  const subjectDrug = drugs.get(definitions.exposure.drug);
  if (!subjectDrug) throw new Error(`drug ${definitions.exposure.drug} is not defined`);
  const limits = Object.fromEntries(
    Object.entries(definitions.limits).map(([name, { value }]) => [name, value]),
  );
  const limit = (name: string): number => {
    const value = limits[name];
    if (value === undefined) throw new Error(`limit ${name} is not defined`);
    return value;
  };
  return {
    definitions,
    valueSets: files.valueSets,
    codeSystems: files.codeSystems,
    terminology,
    readings: files.readings,
    units: files.units,
    drugs,
    subjectDrug,
    routes: compileRoutes(definitions.routes),
    dates: new Map(Object.entries(definitions.dates).map(([type, text]) => [type, expression(text)])),
    history: new Map(
      Object.entries(definitions.history).map(([name, { any, extract, waits, ...rest }]) => [
        name,
        {
          ...rest,
          ...(waits && { waits: 'us' in waits ? waits[files.region] : waits }),
          any: any.map((source) => ('lab' in source ? source : recordSource(source, expression))),
          extract: Object.entries(extract ?? {}).map(([key, text]) => [key, expression(text)] as const),
        },
      ]),
    ),
    facts: {
      labs: lazyFacts(Object.keys(definitions.labs)),
      groups: lazyFacts(Object.keys(definitions.groups)),
      history: lazyFacts(Object.keys(definitions.history)),
      orders: lazyFacts(Object.keys(definitions.orders)),
    },
    limits,
    limit,
    region: files.region,
  };
}
