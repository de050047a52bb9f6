export type Json = null | boolean | number | string | readonly Json[] | JsonObject;
export interface JsonObject {
  readonly [key: string]: Json;
}

/** The way to a value from the outermost one. */
export type Path = readonly (string | number)[];

export function isObject(value: Json | undefined): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** Every object in a value changed, the innermost first; `member` is the name it is kept under. */
export function everyObject<T>(
  value: T,
  change: (object: JsonObject, member: string) => JsonObject,
  member = '',
): T {
  return changed(value as Json, change, member) as T;
}

function changed(
  value: Json,
  change: (object: JsonObject, member: string) => JsonObject,
  member: string,
): Json {
  if (Array.isArray(value)) return value.map((item: Json) => changed(item, change, member));
  if (!isObject(value)) return value;
  const inner = Object.fromEntries(
    Object.entries(value).map(([name, item]) => [name, changed(item, change, name)]),
  );
  return change(inner, member);
}

/** Every text in a value changed; `member` is the name it is kept under. */
export function everyText<T>(value: T, change: (text: string, member: string) => string): T {
  return everyObject(value, (object) =>
    Object.fromEntries(
      Object.entries(object).map(([name, item]) => [
        name,
        typeof item === 'string' ? change(item, name) : item,
      ]),
    ),
  );
}

/** The whole, and every place in it. */
export function placesIn(value: Json, path: Path = []): readonly Path[] {
  if (typeof value !== 'object' || value === null) return [path];
  const inner = Array.isArray(value)
    ? value.flatMap((item, index) => placesIn(item, [...path, index]))
    : Object.entries(value).flatMap(([key, item]) => placesIn(item, [...path, key]));
  return [path, ...inner];
}

/** The value with another in one place; where an earlier fault took the place away, as it is. */
export function replaced(value: Json, [step, ...rest]: Path, by: Json): Json {
  if (step === undefined) return by;
  if (Array.isArray(value)) return value.map((item, i) => (i === step ? replaced(item, rest, by) : item));
  if (typeof value !== 'object' || value === null) return value;
  const members = value as JsonObject;
  return step in members ? { ...members, [step]: replaced(members[step] ?? null, rest, by) } : value;
}
