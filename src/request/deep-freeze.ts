/** Deeper than any FHIR resource in a Bundle in a request, shallow enough to recurse safely. */
export const DEPTH_LIMIT = 200;

type JsonNode = Record<string, unknown> | unknown[];

/** True for what `{…}` in JSON becomes. */
export function isJsonObject(value: unknown): value is Record<string, unknown> {
  return isNode(value) && !Array.isArray(value);
}

/**
 * Freezes parsed JSON in place, with everything in it. False if it is nested beyond
 * `DEPTH_LIMIT`: whatever would walk it later (JSON.stringify, FHIRPath) could
 * overflow the stack, so such a document is not to be used.
 *
 * Members that mean nothing in FHIR and something to JavaScript are dropped on the way: a later
 * `Object.assign` would turn `__proto__` into a prototype, and an object whose own `toString` is
 * no function cannot even be put into a text.
 *
 * Recursion is bounded by the limit and twice as fast as a work list.
 */
export function deepFreeze(json: unknown): boolean {
  return !isNode(json) || freezeNode(json, 1);
}

function freezeNode(node: JsonNode, depth: number): boolean {
  if (depth > DEPTH_LIMIT) return false;
  const shallowEnough = Array.isArray(node) ? freezeItems(node, depth + 1) : freezeMembers(node, depth + 1);
  Object.freeze(node);
  return shallowEnough;
}

function freezeItems(items: readonly unknown[], depth: number): boolean {
  for (const item of items) {
    if (isNode(item) && !freezeNode(item, depth)) return false;
  }
  return true;
}

function freezeMembers(node: Record<string, unknown>, depth: number): boolean {
  for (const name in node) {
    if (name === '__proto__' || name === 'toString' || name === 'valueOf') {
      Reflect.deleteProperty(node, name);
      continue;
    }
    const value = node[name];
    if (isNode(value) && !freezeNode(value, depth)) return false;
  }
  return true;
}

function isNode(value: unknown): value is JsonNode {
  return typeof value === 'object' && value !== null;
}
