export type JsonObject = { readonly [member: string]: unknown };

export function isJsonObject(value: unknown): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** FHIR JSON splits a primitive in two: `birthDate` holds the value, `_birthDate` its id and extensions. */
export function twinOf(member: string): string {
  return member.startsWith('_') ? member.slice(1) : `_${member}`;
}
