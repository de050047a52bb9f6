import { OperationOutcomeError, validateResource } from '@medplum/core';
import type { JsonObject } from './json-object.js';
import { isResourceType } from './structure-definitions.js';

type MedplumResource = Parameters<typeof validateResource>[0];
type Issue = ReturnType<typeof validateResource>[number];

/**
 * What Medplum's validator finds by the StructureDefinitions: missing and surplus values, malformed
 * primitives. Its verdicts on invariants are left out: it compares dates as texts, and reports a rule
 * it cannot evaluate as broken; `invariantProblems` judges those. So is base64, where it allows no line breaks.
 */
export function cardinalityProblems(resource: JsonObject): readonly string[] {
  // Asking for the type loads the definitions into Medplum.
  if (!isResourceType(resource.resourceType)) return [];
  return issuesOf(resource)
    .filter(({ severity, code }) => severity === 'error' && code !== 'invariant')
    .filter(({ details }) => details?.text !== 'Invalid base64Binary format')
    .map(({ expression, details }) => `${expression?.[0] ?? resource.resourceType}: ${details?.text}`);
}

function issuesOf(resource: JsonObject): readonly Issue[] {
  try {
    return validateResource(resource as unknown as MedplumResource);
  } catch (error) {
    if (error instanceof OperationOutcomeError) return error.outcome.issue ?? [];
    const text = `could not be checked by its definition: ${String(error)}`;
    return [{ severity: 'error', code: 'exception', details: { text } }];
  }
}
