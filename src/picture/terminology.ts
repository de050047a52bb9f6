import type { CodeableConcept, Coding, ValueSet } from 'fhir/r4.js';

/** How codes of one system are written before they are compared. */
export interface CodeSystemDefinition {
  readonly system: string;
  readonly aliases?: readonly string[];
  readonly write?: 'ndc-11' | 'two-digits';
  /** Resource types that are never coded in it. */
  readonly notIn?: readonly string[];
}

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
}

/**
 * Indexes value sets by system and code. Systems are compared without a trailing slash or
 * regard to capitals, and under every name of `code-systems.yaml`: real records carry
 * `http://loinc.org/`, `…/umls/RxNorm` and OIDs, and a miss there would read as "never tested".
 */
export function indexValueSets(
  valueSets: readonly ValueSet[],
  codeSystems: readonly CodeSystemDefinition[],
): Terminology {
  const systems = new Map<string, KnownSystem>();
  for (const definition of codeSystems) {
    const system: KnownSystem = { definition, codes: new Map() };
    for (const name of [definition.system, ...(definition.aliases ?? [])]) {
      systems.set(name, system);
      systems.set(folded(name), system);
    }
  }
  // As written first: most records write it right, and folding a text costs more than a look-up.
  const systemOf = (name: string): KnownSystem | undefined => {
    if (name !== lastName) {
      lastName = name;
      lastSystem = systems.get(name) ?? systems.get(folded(name));
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
      systems.set(folded(name), system);
      lastName = undefined;
      for (const { code, display } of concept) addCode(system, code, display, valueSet.id ?? '');
    }
  }
  const codeOf = ({ system: name, code }: Coding): KnownCode | undefined => {
    if (typeof name !== 'string' || typeof code !== 'string') return undefined;
    const system = systemOf(name);
    return system?.codes.get(code) ?? system?.codes.get(write(code, system.definition));
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
  for (const written of writings(code, definition)) {
    const known = codes.get(written) ?? { sets: [] };
    codes.set(written, known);
    if (display !== undefined) known.display = display;
    if (!known.sets.includes(valueSet)) known.sets.push(valueSet);
  }
}

/** The codings of a concept, whatever an EHR put in its place: records are not trusted to be valid. */
export function codingsOf(concept: CodeableConcept | undefined): readonly Coding[] {
  const codings = concept?.coding;
  if (!Array.isArray(codings)) return NO_CODINGS;
  for (const coding of codings) if (!isCoding(coding)) return codings.filter(isCoding);
  return codings;
}

const NO_CODINGS: readonly Coding[] = [];

function isCoding(coding: unknown): coding is Coding {
  return typeof coding === 'object' && coding !== null;
}

/** Everything a concept says in words: its text, then the displays of its codings. */
export function wordsOf(concept: CodeableConcept | undefined): readonly string[] {
  const words: string[] = [];
  if (isWord(concept?.text)) words.push(concept.text);
  for (const { display } of codingsOf(concept)) if (isWord(display)) words.push(display);
  return words;
}

function isWord(text: unknown): text is string {
  return typeof text === 'string' && text.trim() !== '';
}

/** SNOMED CT's full names end in the kind of concept, "Pneumonia (disorder)": a reader does without it. */
export function withoutSemanticTag(term: string): string {
  return term.replace(/ \((disorder|finding|situation|event|procedure|person|qualifier value)\)$/, '');
}

function folded(system: string): string {
  return (system.endsWith('/') ? system.slice(0, -1) : system).toLowerCase();
}

function write(code: string, definition: CodeSystemDefinition | undefined): string {
  switch (definition?.write) {
    case 'ndc-11':
      return ndc11(code);
    case 'two-digits':
      return code.trim().padStart(2, '0');
    default:
      return code.trim();
  }
}

/** Every form in which a code of ours may arrive: ten digits without dashes tell no longer where the dashes were. */
function writings(code: string, definition: CodeSystemDefinition | undefined): readonly string[] {
  const written = write(code, definition);
  return definition?.write === 'ndc-11' ? [written, code.replaceAll('-', '')] : [written];
}

/** NDC with or without dashes, 10 or 11 digits, as 11 digits 5-4-2. */
function ndc11(code: string): string {
  const parts = code.trim().split('-');
  if (parts.length !== 3) return code.trim();
  const [labeler = '', product = '', packaging = ''] = parts;
  return labeler.padStart(5, '0') + product.padStart(4, '0') + packaging.padStart(2, '0');
}
