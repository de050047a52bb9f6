import type { MetElement, Surroundings } from './element-walk.js';
import { isJsonObject, type JsonObject } from './json-object.js';
import { isResourceType } from './structure-definitions.js';

const DEFINITIONS = 'http://hl7.org/fhir/StructureDefinition/';
const LITERAL =
  /^(?:.*\/)?([A-Z][A-Za-z]+)\/[A-Za-z0-9\-.]{1,64}(?:\/_history\/[A-Za-z0-9\-.]{1,64})?(?:#.*)?$/;
const CONDITIONAL = /^([A-Z][A-Za-z]+)\?.+/;

/** A reference SHALL be one that can be resolved, and SHALL point to a type the element allows. */
export function referenceProblems({ path, shape, value, around }: MetElement): readonly string[] {
  if (shape.type !== 'Reference' || !isJsonObject(value)) return [];
  const { reference, type: statedType } = value;
  const target = typeof reference === 'string' ? targetOf(reference, around) : undefined;
  if (target === 'unresolvable') return [`${path}.reference: "${reference}" is not ResourceType/id`];
  const stated = typeof statedType === 'string' ? statedType.replace(DEFINITIONS, '') : undefined;
  const problems: string[] = [];
  if (target && stated && target !== stated)
    problems.push(`${path}.type: says ${stated}, refers to ${target}`);
  const allowed = allowedTargets(shape.definition);
  for (const type of new Set([target, stated])) {
    if (type && allowed.length > 0 && !allowed.includes(type)) {
      problems.push(`${path}: refers to ${type}, allowed: ${allowed.join(', ')}`);
    }
  }
  return problems;
}

/** The types an element may refer to; empty when any will do. */
function allowedTargets(definition: MetElement['shape']['definition']): readonly string[] {
  const profiles = (definition.type ?? []).flatMap(({ targetProfile }) => targetProfile ?? []);
  const types = profiles.map((profile) => profile.replace(DEFINITIONS, ''));
  return types.includes('Resource') ? [] : types;
}

/** The type referred to; undefined when it cannot be told from here. */
function targetOf(reference: string, around: Surroundings): string | 'unresolvable' | undefined {
  if (reference.startsWith('#')) return typeOf(containedAt(reference.slice(1), around.rootResource));
  const inBundle = typeOf(entryAt(reference, around.bundle));
  if (inBundle) return inBundle;
  const type = (LITERAL.exec(reference) ?? CONDITIONAL.exec(reference))?.[1];
  if (isResourceType(type)) return type;
  return /^[a-z][a-z0-9+.-]*:/i.test(reference) ? undefined : 'unresolvable';
}

/** `#` alone is the container; one that dangles is ref-1's to report. */
function containedAt(id: string, rootResource: JsonObject): unknown {
  if (id === '') return rootResource;
  const { contained } = rootResource;
  return Array.isArray(contained)
    ? contained.find((each) => isJsonObject(each) && each.id === id)
    : undefined;
}

function entryAt(fullUrl: string, bundle: JsonObject | undefined): unknown {
  const entries = bundle && Array.isArray(bundle.entry) ? bundle.entry : [];
  const entry: unknown = entries.find((each) => isJsonObject(each) && each.fullUrl === fullUrl);
  return isJsonObject(entry) ? entry.resource : undefined;
}

function typeOf(resource: unknown): string | undefined {
  return isJsonObject(resource) && isResourceType(resource.resourceType) ? resource.resourceType : undefined;
}
