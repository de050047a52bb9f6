export type Json = null | boolean | number | string | readonly Json[] | JsonObject;
export interface JsonObject {
  readonly [key: string]: Json;
}

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
