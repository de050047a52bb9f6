import { isResource } from '../fhir/resource.js';
import { isJsonObject } from '../json-object.js';

/** What a server says of one resource type. */
export interface OfferedType {
  readonly interactions: ReadonlySet<string>;
  /** Type of each declared search parameter, by name. */
  readonly parameters: ReadonlyMap<string, string>;
}

/** The part of a CapabilityStatement that tells which reads and searches a server takes. */
export interface Capabilities {
  readonly fhirVersion: string;
  readonly types: ReadonlyMap<string, OfferedType>;
  /** Parameters declared for all types. */
  readonly general: ReadonlySet<string>;
}

/** Reads what a server sent; `undefined` if it is no CapabilityStatement of a server. Nothing in it is trusted to be there. */
export function readCapabilities(json: unknown): Capabilities | undefined {
  if (!isResource(json) || json.resourceType !== 'CapabilityStatement') return undefined;
  const { fhirVersion, rest } = json as { fhirVersion?: unknown; rest?: unknown };
  const server = objects(rest).find(({ mode }) => mode === undefined || mode === 'server');
  if (server === undefined) return undefined;
  return {
    fhirVersion: typeof fhirVersion === 'string' ? fhirVersion : 'not given',
    types: new Map(
      objects(server.resource).map((resource) => [String(resource.type), offeredType(resource)] as const),
    ),
    general: new Set(parametersOf(server).keys()),
  };
}

type Json = Readonly<Record<string, unknown>>;

function offeredType(resource: Json): OfferedType {
  return {
    interactions: new Set(objects(resource.interaction).map(({ code }) => String(code))),
    parameters: parametersOf(resource),
  };
}

function parametersOf({ searchParam }: Json): ReadonlyMap<string, string> {
  return new Map(objects(searchParam).map(({ name, type }) => [String(name), String(type)]));
}

function objects(value: unknown): readonly Json[] {
  return Array.isArray(value) ? value.filter(isJsonObject) : [];
}
