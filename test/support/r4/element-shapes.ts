import type { ElementDefinition, ElementDefinitionType } from 'fhir/r4.js';
import { oncePerKey } from './once.js';
import { structureDefinition } from './structure-definitions.js';

/** What R4 says about one member of a JSON object. */
export interface ElementShape {
  readonly definition: ElementDefinition;
  /** The data type of the value; for `valueQuantity` that is Quantity. */
  readonly type: string;
  /** Where its own members are defined: a type (`Period`) or a path inside one (`Observation.component`). */
  readonly membersAt: string;
  /** `value[x]` of `valueQuantity`, when the element is a choice of types. */
  readonly choice: string | undefined;
}

/** The members that objects at this type or path may have, by JSON name (without the `_` of primitives). */
export const membersAt: (typeOrPath: string) => ReadonlyMap<string, ElementShape> = oncePerKey(shapesAt);

function shapesAt(typeOrPath: string): ReadonlyMap<string, ElementShape> {
  const shapes = new Map<string, ElementShape>();
  const elements = elementsOfTypeAt(typeOrPath);
  for (const element of elements) {
    const name = element.path.slice(typeOrPath.length + 1);
    if (name === '' || name.includes('.') || element.path !== `${typeOrPath}.${name}`) continue;
    const choice = name.endsWith('[x]') ? name : undefined;
    // `component.referenceRange` is defined as `#Observation.referenceRange`, invariants and all.
    const definition = elements.find(({ id }) => element.contentReference === `#${id}`) ?? element;
    for (const type of definition.type ?? []) {
      const member = choice ? choice.replace('[x]', capitalised(type.code)) : name;
      shapes.set(member, {
        definition,
        type: typeCode(type),
        membersAt: definedAt(definition, type),
        choice,
      });
    }
  }
  return shapes;
}

/** The shape of a whole value of a type: a resource, or the `Element` beside a primitive. */
export const typeShape: (type: string) => ElementShape = oncePerKey((type) => {
  const definition = elementsOfTypeAt(type)[0] ?? { path: type };
  return { definition, type, membersAt: type, choice: undefined };
});

function elementsOfTypeAt(typeOrPath: string): readonly ElementDefinition[] {
  return structureDefinition(typeOrPath.split('.')[0] ?? '')?.snapshot?.element ?? [];
}

function definedAt(definition: ElementDefinition, type: ElementDefinitionType): string {
  return ['BackboneElement', 'Element'].includes(type.code) ? definition.path : typeCode(type);
}

/** R4 types `id` and `url` by FHIRPath's own System types; all of them are strings in JSON. */
function typeCode(type: ElementDefinitionType): string {
  return type.code.startsWith('http://hl7.org/fhirpath/System.') ? 'string' : type.code;
}

function capitalised(code: string): string {
  return code.charAt(0).toUpperCase() + code.slice(1);
}
