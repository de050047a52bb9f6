/** Deeper than any FHIR resource in a Bundle in a request, shallow enough to recurse safely. */
export const DEPTH_LIMIT = 200;

type JsonNode = Record<string, unknown> | unknown[];

/** Freezes parsed JSON in place; false where it is nested too deeply to be used. */
export type Freeze = (json: unknown) => boolean;

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
export const deepFreeze: Freeze = (json) => !isNode(json) || freezeNode(json, true, 1);

/**
 * The same, but lists stay as they are: V8 goes through a frozen list several times slower than through
 * another, which a large record feels. That no code changes a list is what the types say, and what
 * `deepFreeze` makes sure of everywhere but in production.
 */
export const freezeObjects: Freeze = (json) => !isNode(json) || freezeNode(json, false, 1);

function freezeNode(node: JsonNode, withLists: boolean, depth: number): boolean {
  if (depth > DEPTH_LIMIT) return false;
  if (Array.isArray(node)) {
    if (withLists) Object.freeze(node);
    return freezeItems(node, withLists, depth + 1);
  }
  const isShallowEnough = freezeMembers(node, withLists, depth + 1);
  Object.freeze(node);
  return isShallowEnough;
}

function freezeItems(items: readonly unknown[], withLists: boolean, depth: number): boolean {
  for (const item of items) {
    if (isNode(item) && !freezeNode(item, withLists, depth)) return false;
  }
  return true;
}

function freezeMembers(node: Record<string, unknown>, withLists: boolean, depth: number): boolean {
  for (const name in node) {
    if (name === '__proto__' || name === 'toString' || name === 'valueOf') {
      Reflect.deleteProperty(node, name);
      continue;
    }
    const value = node[name];
    if (isNode(value) && !freezeNode(value, withLists, depth)) return false;
  }
  return true;
}

function isNode(value: unknown): value is JsonNode {
  return typeof value === 'object' && value !== null;
}
