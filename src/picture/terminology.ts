import type { CodeableConcept, Coding, ValueSet } from 'fhir/r4.js';

/** How codes of one system are written before they are compared. */
export interface CodeSystemDefinition {
  readonly system: string;
  readonly aliases?: readonly string[];
  readonly write?: 'ndc-11' | 'two-digits';
}

const NO_SETS: ReadonlySet<string> = new Set();

/** Answers "which of our value sets does this coding belong to?" in one look-up. */
export interface Terminology {
  /** Ids of the value sets that hold this coding; a coding without a system belongs to none. */
  setsOf(coding: Coding): ReadonlySet<string>;
  /** What our value sets call this coding, where one of them holds it. */
  displayOf(coding: Coding): string | undefined;
  has(valueSet: string, concept: CodeableConcept | undefined): boolean;
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
  const definitions = new Map<string, CodeSystemDefinition>();
  for (const definition of codeSystems) {
    for (const name of [definition.system, ...(definition.aliases ?? [])]) {
      definitions.set(name, definition);
      definitions.set(folded(name), definition);
    }
  }
  // As written first: most records write it right, and folding a text costs more than a look-up.
  const definitionOf = (system: string): CodeSystemDefinition | undefined =>
    definitions.get(system) ?? definitions.get(folded(system));
  const bySystem = new Map<string, Map<string, Set<string>>>();
  const displays = new Map<string, string>();
  for (const valueSet of valueSets) {
    for (const { system = '', concept = [] } of valueSet.compose?.include ?? []) {
      const definition = definitionOf(system);
      const canonical = definition?.system ?? folded(system);
      const codes = bySystem.get(canonical) ?? new Map<string, Set<string>>();
      bySystem.set(canonical, codes);
      for (const { code, display } of concept) {
        for (const written of writings(code, definition)) {
          if (display !== undefined) displays.set(`${canonical}|${written}`, display);
          codes.set(written, (codes.get(written) ?? new Set()).add(valueSet.id ?? ''));
        }
      }
    }
  }

  /** A system by any name it is known under, as written: one look-up for most codings of a record. */
  const systems = new Map(
    [...definitions].map(([name, definition]) => [
      name,
      { definition, codes: bySystem.get(definition.system) },
    ]),
  );
  const setsOf = ({ system, code }: Coding): ReadonlySet<string> => {
    if (typeof system !== 'string' || typeof code !== 'string') return NO_SETS;
    const known = systems.get(system) ?? systems.get(folded(system));
    const codes = known ? known.codes : bySystem.get(folded(system));
    return codes?.get(write(code, known?.definition)) ?? NO_SETS;
  };
  return {
    setsOf,
    displayOf: ({ system, code }) => {
      if (typeof system !== 'string' || typeof code !== 'string') return undefined;
      const definition = definitionOf(system);
      return displays.get(`${definition?.system ?? folded(system)}|${write(code, definition)}`);
    },
    has: (valueSet, concept) => codingsOf(concept).some((coding) => setsOf(coding).has(valueSet)),
    isKnownSystem: (system) => typeof system === 'string' && definitionOf(system) !== undefined,
  };
}

/** The codings of a concept, whatever an EHR put in its place: records are not trusted to be valid. */
export function codingsOf(concept: CodeableConcept | undefined): readonly Coding[] {
  const codings = concept?.coding;
  if (!Array.isArray(codings)) return NO_CODINGS;
  const sent: readonly unknown[] = codings;
  return sent.every(isCoding) ? sent : sent.filter(isCoding);
}

const NO_CODINGS: readonly Coding[] = [];

function isCoding(coding: unknown): coding is Coding {
  return typeof coding === 'object' && coding !== null;
}

/** Everything a concept says in words: its text, then the displays of its codings. */
export function wordsOf(concept: CodeableConcept | undefined): readonly string[] {
  const words = [concept?.text, ...codingsOf(concept).map((c) => c.display)];
  return words.filter((w): w is string => typeof w === 'string' && w.trim() !== '');
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
