import r4 from 'fhirpath/fhir-context/r4/index.js';
import { REQUIRED_CODES } from './required-codes.js';

interface R4Model {
  readonly path2Type: Readonly<Record<string, string>>;
  readonly choiceTypePaths: Readonly<Record<string, readonly string[]>>;
  readonly pathsDefinedElsewhere: Readonly<Record<string, string>>;
  readonly type2Parent: Readonly<Record<string, string>>;
}

/** FHIR R4's elements and types, from the model that comes with the FHIRPath library. */
const { path2Type, choiceTypePaths, pathsDefinedElsewhere, type2Parent } = r4 as R4Model;

/** Where a path through a resource has come to. */
export interface Element {
  /** The path below which R4 defines the elements that may follow: `CodeableConcept`, `AllergyIntolerance.reaction`. */
  readonly path: string;
  /** The codes that R4 allows it or the code in it, where it allows no others. */
  readonly codes?: readonly string[];
  /** The resource type that the path begins at. */
  readonly root: string;
}

export const RESOURCE_TYPES: ReadonlySet<string> = new Set(
  Object.keys(type2Parent).filter((type) => ancestorsOf(type).includes('Resource')),
);

/** Itself, and what it specializes: an Age is a Quantity. */
export function ancestorsOf(type: string): readonly string[] {
  const parent = type2Parent[type];
  return parent === undefined ? [type] : [type, ...ancestorsOf(parent)];
}

/** What stands under a name: one element, one for each type of a choice (`onset`), or none. */
export function childrenOf(parent: Element, name: string): readonly Element[] {
  // Any resource may be inside another: what it holds cannot be told from here.
  if (parent.path === 'Resource') return [parent];
  for (const type of ancestorsOf(definedAt(parent.path))) {
    const path = `${type}.${name}`;
    const types = typesOf(path);
    if (types.length > 0) {
      const codes = REQUIRED_CODES[path] ?? (name === 'coding' || name === 'code' ? parent.codes : undefined);
      return types.map((own) => ({ path: own, root: parent.root, ...(codes && { codes }) }));
    }
  }
  return [];
}

/** The names that may follow a path, for who has misspelt one. */
export function namesBelow(path: string): readonly string[] {
  const above = ancestorsOf(definedAt(path)).map((type) => `${type}.`);
  return [...Object.keys(choiceTypePaths), ...Object.keys(path2Type)].flatMap((known) => {
    const prefix = above.find((start) => known.startsWith(start) && !known.slice(start.length).includes('.'));
    return prefix === undefined ? [] : [known.slice(prefix.length)];
  });
}

/** Elements that hold others of their own are defined at their path, not as a type. */
function typesOf(path: string): readonly string[] {
  const choice = choiceTypePaths[path];
  if (choice) return choice.map((type) => (type in type2Parent ? type : lowerFirst(type)));
  const type = path2Type[path];
  if (type === undefined) return path in pathsDefinedElsewhere ? [definedAt(path)] : [];
  return [type === 'BackboneElement' || type === 'Element' ? path : type];
}

function definedAt(path: string): string {
  return pathsDefinedElsewhere[path] ?? path;
}

/** A choice names its types as they end the names in JSON: `DateTime` for a dateTime. */
function lowerFirst(type: string): string {
  return `${type.charAt(0).toLowerCase()}${type.slice(1)}`;
}
