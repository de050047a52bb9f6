import { unknownName } from '../configuration/nearest-name.js';
import { childrenOf, type Element, namesBelow } from './r4-elements.js';

type Path = readonly (string | number)[];
type Fault = (path: Path, problem: string) => void;

/**
 * Checks the elements of a resource as it is written for an EHR: of one that R4 does not have the EHR would
 * take no notice, and an order would be signed without its dose.
 */
export function checkOrderElements(resource: object, fault: Fault, path: Path = []): void {
  const { resourceType, ...elements } = resource as Readonly<Record<string, unknown>>;
  const type = String(resourceType);
  checkMembers(elements, { path: type, root: type }, fault, path);
}

function checkMembers(value: object, parent: Element, fault: Fault, path: Path): void {
  for (const [name, member] of Object.entries(value)) {
    // `_event` holds what is said of `event`.
    const element = elementOf(parent, name.replace(/^_/, ''));
    if (element) checkValue(member, element, fault, [...path, name]);
    else {
      const valid = namesBelow(parent.path).filter((known) => elementOf(parent, known));
      fault([...path, name], unknownName(`element of ${parent.path}`, name, valid));
    }
  }
}

/** FHIRPath calls a choice `medication`; in a resource it bears the name of its type. */
function elementOf(parent: Element, name: string): Element | undefined {
  const [element, another] = childrenOf(parent, name);
  return another ? undefined : element;
}

function checkValue(value: unknown, element: Element, fault: Fault, path: Path): void {
  if (Array.isArray(value)) {
    for (const [index, item] of value.entries()) checkValue(item, element, fault, [...path, index]);
  } else if (typeof value === 'object' && value !== null) {
    if (element.path === 'Resource') checkOrderElements(value, fault, path);
    else checkMembers(value, element, fault, path);
  } else if (element.codes && !element.codes.includes(String(value))) {
    fault(path, unknownName('code', String(value), element.codes));
  }
}
