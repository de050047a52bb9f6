import { isJsonObject, twinOf } from './json-object.js';

/**
 * FHIR has no empty things: no empty string, array or object, and null only as a gap in an array of
 * primitives whose `_` twin fills it (R4 JSON representation; ele-1).
 */
export function blankProblems(value: unknown, path: string, twin?: unknown): readonly string[] {
  if (value === '') return [`${path}: must not be an empty string`];
  if (value === null) return isJsonObject(twin) || isPrimitive(twin) ? [] : [`${path}: must not be null`];
  if (Array.isArray(value)) {
    if (value.length === 0) return [`${path}: must not be an empty array`];
    return value.flatMap((item, index) =>
      blankProblems(item, `${path}[${index}]`, Array.isArray(twin) ? twin[index] : undefined),
    );
  }
  if (!isJsonObject(value)) return [];
  const members = Object.keys(value);
  // An id alone is enough beside the value of a primitive (`birthDate` and `_birthDate`).
  if (members.every((member) => member === 'id') && !(members.length > 0 && isPrimitive(twin))) {
    return [`${path}: must have a value or children (ele-1)`];
  }
  return members.flatMap((member) =>
    blankProblems(value[member], `${path}.${member}`, value[twinOf(member)]),
  );
}

function isPrimitive(value: unknown): boolean {
  return ['string', 'number', 'boolean'].includes(typeof value);
}
