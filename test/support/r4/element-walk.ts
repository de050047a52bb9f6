import { type ElementShape, membersAt, typeShape } from './element-shapes.js';
import { isJsonObject, type JsonObject, twinOf } from './json-object.js';

/** The resources around an element, named as FHIRPath names them (`%resource`, `%rootResource`). */
export interface Surroundings {
  readonly resource: JsonObject;
  /** The resource itself, or the one it is contained in. */
  readonly rootResource: JsonObject;
  readonly bundle: JsonObject | undefined;
}

/** One value met in a resource, with its definition. */
export interface MetElement {
  readonly path: string;
  readonly shape: ElementShape;
  readonly value: unknown;
  readonly around: Surroundings;
}

/** Every element of a resource and of the resources inside it, the resources themselves included. */
export function* elementsOf(
  resource: JsonObject,
  path: string,
  outer?: Partial<Surroundings>,
): Generator<MetElement> {
  const around = { resource, rootResource: outer?.rootResource ?? resource, bundle: outer?.bundle };
  const shape = typeShape(String(resource.resourceType));
  yield { path, shape, value: resource, around };
  yield* membersOf(resource, path, shape, around);
}

function* membersOf(
  parent: JsonObject,
  path: string,
  parentShape: ElementShape,
  around: Surroundings,
): Generator<MetElement> {
  const shapes = membersAt(parentShape.membersAt);
  for (const [member, values] of Object.entries(parent)) {
    // `_birthDate` is an Element: an id and extensions.
    const shape = shapes.get(member) ?? (shapes.has(twinOf(member)) ? typeShape('Element') : undefined);
    if (!shape) continue;
    const several = Array.isArray(values);
    for (const [index, value] of (several ? values : [values]).entries()) {
      const at = `${path}.${member}${several ? `[${index}]` : ''}`;
      if (value === null || value === undefined) continue;
      if (shape.type === 'Resource') {
        if (isJsonObject(value)) yield* elementsOf(value, at, surroundingsInside(around, member));
        continue;
      }
      yield { path: at, shape, value, around };
      if (isJsonObject(value)) yield* membersOf(value, at, shape, around);
    }
  }
}

function surroundingsInside(around: Surroundings, member: string): Partial<Surroundings> {
  if (member === 'contained') return { rootResource: around.rootResource, bundle: around.bundle };
  return { bundle: around.resource.resourceType === 'Bundle' ? around.resource : around.bundle };
}
