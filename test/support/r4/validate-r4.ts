import { blankProblems } from './blank-values.js';
import { cardinalityProblems } from './cardinality.js';
import { choiceProblems } from './choice-types.js';
import { elementsOf } from './element-walk.js';
import { invariantProblems } from './invariants.js';
import { isJsonObject } from './json-object.js';
import { schemaProblems } from './json-schema.js';
import { primitiveProblems } from './primitive-values.js';
import { referenceProblems } from './reference-targets.js';
import { bindingProblems } from './required-bindings.js';

const ELEMENT_CHECKS = [
  schemaProblems,
  choiceProblems,
  primitiveProblems,
  bindingProblems,
  referenceProblems,
  invariantProblems,
];

/**
 * What makes a resource invalid FHIR R4, as `path: problem`; empty when it is valid. No check is enough
 * alone: the official schema misses a missing `intent`, the definitions a second `value[x]`.
 * Not judged: profiles named in `meta.profile`, bindings weaker than required, what a server would know.
 */
export function validateR4(resource: unknown): string[] {
  if (!isJsonObject(resource)) return ['(resource): must be a JSON object'];
  const name = String(resource.resourceType ?? '(resource)');
  const problems = new Set([...blankProblems(resource, name), ...cardinalityProblems(resource)]);
  for (const element of elementsOf(resource, name)) {
    for (const problemsOf of ELEMENT_CHECKS) {
      for (const problem of problemsOf(element)) problems.add(problem);
    }
  }
  return [...problems];
}
