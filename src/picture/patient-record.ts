import type { CodeableConcept, Observation, ObservationComponent } from 'fhir/r4.js';
import { codingsOf } from '../fhir/codeable-concept.js';
import { type FullUrlOf, fullUrlsIn } from '../fhir/full-urls.js';
import { type MedicationLookup, medicationLookup } from '../fhir/references.js';
import { repeats } from '../fhir/repeats.js';
import type { Resource } from '../fhir/resource.js';
import { entriesIn, ownRecords } from '../gather/own-records.js';
import type { Gathered, PrefetchOutcome } from '../gather/prefetch-outcome.js';
import { type CodedResource, codedResource } from './coded-resource.js';
import type { Terminology } from './terminology.js';

/** One measured value: an Observation, or a component of one, which then lends its date and status. */
export interface Measurement {
  readonly observation: Readonly<Observation>;
  readonly part: Readonly<Observation> | Readonly<ObservationComponent>;
}

/** The patient's resources, indexed in one pass so that no rule ever scans them. */
export interface PatientRecord {
  readonly patientId: string;
  readonly medications: MedicationLookup;
  readonly fullUrlOf: FullUrlOf;
  readonly all: readonly Resource[];
  outcome(query: string): PrefetchOutcome;
  /** Resources of a type, whichever prefetch key they came under: EHRs choose their own keys. */
  ofType(resourceType: string): readonly CodedResource[];
  /** Those of a type that are coded in a value set. */
  ofTypeIn(resourceType: string, valueSet: string): readonly CodedResource[];
  measurements(valueSet: string): readonly Measurement[];
}

const NOTHING: readonly never[] = [];

/**
 * Indexes what was gathered, each resource once, and only those of this patient
 * (mixing patients is the one fault that no card could repair).
 */
export function indexRecord(gathered: Gathered, patientId: string, terminology: Terminology): PatientRecord {
  const own = ownRecords(gathered, patientId);
  const entries = entriesIn(own);
  const fullUrlOf = fullUrlsIn(entries);
  const all = resourcesIn(own, fullUrlOf);
  const medications = medicationLookup(all, entries);
  const byType = new Map<string, CodedResource[]>();
  const bySet = new Map<string, Measurement[]>();
  const codedBySet = new Map<string, CodedResource[]>();
  for (const resource of all) {
    if (resource.resourceType === 'Observation') {
      indexObservation(resource, terminology, bySet);
    } else {
      const coded = codedResource(resource, terminology, medications);
      listIn(byType, resource.resourceType).push(coded);
      for (const set of coded.sets) listIn(codedBySet, set).push(coded);
    }
  }
  return {
    patientId,
    medications,
    fullUrlOf,
    all,
    outcome: (query) => own[query] ?? { state: 'absent', failure: 'not-sent' },
    ofType: (resourceType) => byType.get(resourceType) ?? NOTHING,
    ofTypeIn: (resourceType, valueSet) =>
      codedBySet.get(valueSet)?.filter(({ resource }) => resource.resourceType === resourceType) ?? NOTHING,
    measurements: (valueSet) => bySet.get(valueSet) ?? NOTHING,
  };
}

/** Each resource once, under whichever keys it came. */
function resourcesIn(gathered: Gathered, fullUrlOf: FullUrlOf): readonly Resource[] {
  const isRepeat = repeats(fullUrlOf);
  const all: Resource[] = [];
  for (const key in gathered) {
    const outcome = gathered[key];
    if (!outcome || !('resources' in outcome)) continue;
    for (const resource of outcome.resources) if (!isRepeat(resource)) all.push(resource);
  }
  return all;
}

/** A panel's values sit in its components, in contained Observations, or in Observations of their own. */
function indexObservation(
  observation: Observation,
  terminology: Terminology,
  bySet: Map<string, Measurement[]>,
): void {
  add(observation.code, { observation, part: observation });
  for (const component of listOf(observation.component)) {
    add(component.code, { observation, part: component });
  }
  for (const member of listOf(observation.contained as readonly Resource[] | undefined)) {
    if (member.resourceType === 'Observation') {
      add(member.code, { observation: { ...observation, ...member }, part: member });
    }
  }
  function add(code: CodeableConcept | undefined, measurement: Measurement): void {
    for (const coding of codingsOf(code)) {
      for (const set of terminology.setsOf(coding)) {
        const measurements = listIn(bySet, set);
        // Two codings of one concept may lie in one set: the value still counts once.
        if (measurements[measurements.length - 1]?.part !== measurement.part) measurements.push(measurement);
      }
    }
  }
}

function listIn<T>(lists: Map<string, T[]>, name: string): T[] {
  const known = lists.get(name);
  if (known) return known;
  const list: T[] = [];
  lists.set(name, list);
  return list;
}

function listOf<T>(value: readonly T[] | undefined): readonly T[] {
  if (!Array.isArray(value) || value.length === 0) return NOTHING;
  return value.filter((v) => typeof v === 'object' && v !== null);
}
