import type {
  AdverseEvent,
  AllergyIntolerance,
  CodeableConcept,
  ImmunizationRecommendation,
  MedicationRequest,
  Reference,
} from 'fhir/r4.js';
import type { Resource } from '../request/hook-request.js';
import type { MedicationLookup } from './references.js';
import { codingsOf, type Terminology, wordsOf } from './terminology.js';

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

/** The elements that say what a resource is about. Where R4 has a choice, every form of it. */
const CODE_ELEMENTS: Readonly<Record<string, readonly string[]>> = {
  AllergyIntolerance: ['code'],
  Condition: ['code'],
  DiagnosticReport: ['code'],
  Encounter: ['type', 'reasonCode'],
  Immunization: ['vaccineCode'],
  MedicationAdministration: ['medicationCodeableConcept', 'medicationReference'],
  MedicationDispense: ['medicationCodeableConcept', 'medicationReference'],
  MedicationRequest: ['medicationCodeableConcept', 'medicationReference'],
  MedicationStatement: ['medicationCodeableConcept', 'medicationReference'],
  Procedure: ['code'],
  ServiceRequest: ['code'],
};

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

/** The codings a resource is coded by, each as `system|code`: tells two records of one thing. */
export function codingKeys(resource: Resource): readonly string[] {
  const elements = resource as unknown as Readonly<Record<string, unknown>>;
  return (CODE_ELEMENTS[resource.resourceType] ?? [])
    .flatMap((name) => (elements[name] ?? []) as CodeableConcept | readonly CodeableConcept[])
    .flatMap(codingsOf)
    .map(({ system, code }) => `${system}|${code}`);
}

interface Reading {
  readonly terminology: Terminology;
  readonly medications: MedicationLookup;
}

function conceptsOf(resource: Resource, reading: Reading): readonly CodeableConcept[] {
  if (resource.resourceType === 'AdverseEvent') return suspectsOf(resource, reading);
  if (resource.resourceType === 'ImmunizationRecommendation') return recommendedBy(resource);
  const elements = resource as unknown as Readonly<Record<string, unknown>>;
  const concepts: CodeableConcept[] = [];
  for (const name of CODE_ELEMENTS[resource.resourceType] ?? []) {
    const element = elements[name];
    if (typeof element !== 'object' || element === null) continue;
    if (name === 'medicationReference') {
      concepts.push(...referredDrug(resource, element as Reference, reading));
    } else if (Array.isArray(element)) {
      concepts.push(...(element as readonly CodeableConcept[]));
    } else {
      concepts.push(element);
    }
  }
  if (resource.resourceType === 'AllergyIntolerance') concepts.push(...substancesOf(resource));
  return concepts;
}

/** "Allergy to drug" as the code, and which drug it was with the reaction. */
function substancesOf({ reaction }: AllergyIntolerance): readonly CodeableConcept[] {
  return Array.isArray(reaction) ? reaction.flatMap((r) => r?.substance ?? []) : [];
}

/** Forecast of a vaccine that is not to be given, or not again. */
const NOT_DUE = new Set(['contraindicated', 'complete', 'immune']);

function recommendedBy(resource: ImmunizationRecommendation): readonly CodeableConcept[] {
  const { recommendation } = resource;
  return (Array.isArray(recommendation) ? recommendation : [])
    .filter((r) => !codingsOf(r?.forecastStatus).some(({ code }) => NOT_DUE.has(code ?? '')))
    .flatMap((r) => (Array.isArray(r?.vaccineCode) ? r.vaccineCode : []));
}

/**
 * What an adverse event is blamed on is a reference: read the drug behind it, or its display; where nothing
 * is blamed, the event may name the drug itself ("anaphylaxis to …").
 */
function suspectsOf(resource: AdverseEvent, reading: Reading): readonly CodeableConcept[] {
  const { event } = resource;
  return [
    ...blamedBy(resource).flatMap((s) => (s?.instance ? referredDrug(resource, s.instance, reading) : [])),
    ...(event ? [event] : []),
  ];
}

/** What the types of reference that cannot be a drug begin with. */
const NO_DRUG = /(^|\/)(Immunization|Device)\//;

/** A reference that leads nowhere, or to a code of the pharmacy alone, tells as little as no suspect at all. */
function hasUnreadSuspect(resource: AdverseEvent, reading: Reading): boolean {
  return blamedBy(resource).some((suspect) => {
    const instance = suspect?.instance;
    if (!instance) return true;
    if (typeof instance.reference === 'string' && NO_DRUG.test(instance.reference)) return false;
    const isRead = (concept: CodeableConcept): boolean =>
      wordsOf(concept).length > 0 ||
      codingsOf(concept).some(({ system }) => reading.terminology.isKnownSystem(system));
    return !referredDrug(resource, instance, reading).some(isRead);
  });
}

function blamedBy({ suspectEntity }: AdverseEvent): NonNullable<AdverseEvent['suspectEntity']> {
  return Array.isArray(suspectEntity) ? suspectEntity : [];
}

function referredDrug(owner: Resource, reference: Reference, reading: Reading): readonly CodeableConcept[] {
  const drug = drugOf(reading.medications(owner, reference), reading);
  return typeof reference.display === 'string' ? [...drug, { text: reference.display }] : drug;
}

/** A code that nobody but its pharmacy knows is explained by the ingredients. */
function drugOf(found: Resource | undefined, reading: Reading): readonly CodeableConcept[] {
  if (found?.resourceType === 'Substance') return [found.code];
  if (found?.resourceType === 'Medication') {
    const { code, ingredient } = found;
    const isKnown = codingsOf(code).some(({ system }) => reading.terminology.isKnownSystem(system));
    const ingredients = isKnown || !Array.isArray(ingredient) ? [] : ingredient;
    return [...(code ? [code] : []), ...ingredients.flatMap((i) => i?.itemCodeableConcept ?? [])];
  }
  return found ? administeredDrug(found, reading) : [];
}

/** The drug of an administration or an order; one step further and no more, since references may run in a circle. */
function administeredDrug(found: Resource, reading: Reading): readonly CodeableConcept[] {
  const { medicationCodeableConcept: concept, medicationReference: reference } = found as MedicationRequest;
  const medication = reading.medications(found, reference);
  return [
    ...(concept ? [concept] : []),
    ...(medication?.resourceType === 'Medication' ? drugOf(medication, reading) : []),
  ];
}
