import type { CodeableConcept, Coding, ValueSet } from 'fhir/r4.js';
import { codingsOf } from '../fhir/codeable-concept.js';
import { type CodeSystemDefinition, foldedSystem, writingsOf, writtenCode } from './code-system.js';
import type { DiagnosisWords } from './diagnosis-words.js';

const NO_SETS: readonly string[] = [];

/** Answers "which of our value sets does this coding belong to?" in one look-up. */
export interface Terminology {
  /** Ids of the value sets that hold this coding; a coding without a system belongs to none. */
  setsOf(coding: Coding): readonly string[];
  /** What our value sets call this coding, where one of them holds it. */
  displayOf(coding: Coding): string | undefined;
  /** The same of all its codings. */
  setsIn(concept: CodeableConcept | undefined): readonly string[];
  /** A coding in a system we know: what it says is trusted over any text beside it. */
  isKnownSystem(system: string | undefined): boolean;
  /** Ids of the value sets that a diagnosis belongs to by its words, where none of its codes is in one. */
  readonly setsInWords: DiagnosisWords;
}

/**
 * Indexes value sets by system and code. Systems are compared without a trailing slash or
 * regard to capitals and `https`, and under every name of `code-systems.yaml`: real records carry
 * `http://loinc.org/`, `…/umls/RxNorm` and OIDs, and a miss there would read as "never tested".
 */
export function indexValueSets(
  valueSets: readonly ValueSet[],
  codeSystems: readonly CodeSystemDefinition[],
  setsInWords: DiagnosisWords,
): Terminology {
  const systems = new Map<string, KnownSystem>();
  for (const definition of codeSystems) {
    const system: KnownSystem = { definition, codes: new Map() };
    for (const name of [definition.system, ...(definition.aliases ?? [])]) {
      systems.set(name, system);
      systems.set(foldedSystem(name), system);
    }
  }
  // As written first: most records write it right, and folding a text costs more than a look-up.
  const systemOf = (name: string): KnownSystem | undefined => {
    if (name !== lastName) {
      lastName = name;
      lastSystem = systems.get(name) ?? systems.get(foldedSystem(name));
    }
    return lastSystem;
  };
  /** The codings of a record come in runs of one system: to compare two texts is cheaper than to look one up. */
  let lastName: string | undefined;
  let lastSystem: KnownSystem | undefined;
  for (const valueSet of valueSets) {
    for (const { system: name = '', concept = [] } of valueSet.compose?.include ?? []) {
      const system = systemOf(name) ?? { codes: new Map() };
      systems.set(name, system);
      systems.set(foldedSystem(name), system);
      lastName = undefined;
      for (const { code, display } of concept) addCode(system, code, display, valueSet.id ?? '');
    }
  }
  const codeOf = ({ system: name, code }: Coding): KnownCode | undefined => {
    if (typeof name !== 'string' || typeof code !== 'string') return undefined;
    const system = systemOf(name);
    return system?.codes.get(code) ?? system?.codes.get(writtenCode(code, system.definition));
  };
  const setsOf = (coding: Coding): readonly string[] => codeOf(coding)?.sets ?? NO_SETS;
  return {
    setsOf,
    displayOf: (coding) => codeOf(coding)?.display,
    setsIn: (concept) => {
      const codings = codingsOf(concept);
      return codings.length === 1 ? setsOf(codings[0] as Coding) : codings.flatMap(setsOf);
    },
    isKnownSystem: (name) => typeof name === 'string' && systemOf(name)?.definition !== undefined,
    setsInWords,
  };
}

/** A code system under all its names, with those of its codes that value sets hold, in every writing. */
interface KnownSystem {
  /** Left out for a system that only a value set names, such as a site's own. */
  readonly definition?: CodeSystemDefinition;
  readonly codes: Map<string, KnownCode>;
}

interface KnownCode {
  display?: string;
  readonly sets: string[];
}

function addCode(
  { definition, codes }: KnownSystem,
  code: string,
  display: string | undefined,
  valueSet: string,
): void {
  for (const written of writingsOf(code, definition)) {
    const known = codes.get(written) ?? { sets: [] };
    codes.set(written, known);
    if (display !== undefined) known.display = display;
    if (!known.sets.includes(valueSet)) known.sets.push(valueSet);
  }
}

/** SNOMED CT's full names end in the kind of concept, "Pneumonia (disorder)": a reader does without it. */
export function withoutSemanticTag(term: string): string {
  return term.replace(/ \((disorder|finding|situation|event|procedure|person|qualifier value)\)$/, '');
}
