import type { CodeableConcept } from 'fhir/r4.js';
import { codingsOf, wordsOf } from '../fhir/codeable-concept.js';
import type { MedicationLookup } from '../fhir/references.js';
import type { Resource } from '../fhir/resource.js';
import { conceptsOf } from './code-elements.js';
import { hasUnreadSuspect } from './suspects.js';
import type { Terminology } from './terminology.js';

/** A resource with what its code says: the value sets it belongs to and its words. */
export interface CodedResource {
  readonly resource: Resource;
  readonly sets: readonly string[];
  /** A coding in a system we know: then its words are not used to guess the drug. */
  readonly hasKnownCode: boolean;
  readonly words: readonly string[];
  /**
   * What to call it: its text, else the words beside a code we know, which a local entry may stand before;
   * where the record says it in codes alone, what our value sets call that code.
   */
  readonly name: string | undefined;
  /** An adverse event that blames something nobody could read: it may be any drug. */
  readonly hasUnreadSuspect: boolean;
}

const NO_SETS: readonly string[] = [];

/** Reads the code of one resource; resources of types without a code element give no sets. */
export function codedResource(
  resource: Resource,
  terminology: Terminology,
  medications: MedicationLookup,
): CodedResource {
  const reading = { terminology, medications };
  const concepts = conceptsOf(resource, reading);
  let sets = NO_SETS;
  let hasKnownCode = false;
  for (const concept of concepts) {
    for (const coding of codingsOf(concept)) {
      const found = terminology.setsOf(coding);
      if (found.length > 0) sets = sets.length === 0 ? found : [...new Set([...sets, ...found])];
      hasKnownCode ||= terminology.isKnownSystem(coding.system);
    }
  }
  if (sets.length === 0 && resource.resourceType === 'Condition') sets = terminology.setsInWords(concepts[0]);
  const isUnread = resource.resourceType === 'AdverseEvent' && hasUnreadSuspect(resource, reading);
  return new ReadResource(resource, sets, hasKnownCode, concepts, terminology, isUnread);
}

/** Few records are ever shown or matched by their words: these are read when somebody asks. */
class ReadResource implements CodedResource {
  #words: readonly string[] | undefined;

  constructor(
    readonly resource: Resource,
    readonly sets: readonly string[],
    readonly hasKnownCode: boolean,
    private readonly concepts: readonly CodeableConcept[],
    private readonly terminology: Terminology,
    readonly hasUnreadSuspect: boolean,
  ) {}

  get words(): readonly string[] {
    const [first] = this.concepts;
    this.#words ??= this.concepts.length === 1 ? wordsOf(first) : this.concepts.flatMap(wordsOf);
    return this.#words;
  }

  get name(): string | undefined {
    const known = this.concepts
      .flatMap(codingsOf)
      .filter((coding) => this.terminology.setsOf(coding).length > 0);
    const [beside] = wordsOf({ coding: [...known] });
    const [first] = this.words;
    const own = beside === undefined || first === this.concepts[0]?.text ? first : beside;
    return own ?? known.map((coding) => this.terminology.displayOf(coding)).find((d) => d !== undefined);
  }
}
