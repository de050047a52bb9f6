import type { MetElement } from './element-walk.js';
import { isJsonObject } from './json-object.js';
import { type CodesBySystem, codesOfValueSet } from './value-sets.js';

/** A required binding: the code SHALL come from the value set, and of a CodeableConcept one coding SHALL. */
export function bindingProblems({ path, shape, value }: MetElement): readonly string[] {
  const { strength, valueSet } = shape.definition.binding ?? {};
  if (strength !== 'required' || !valueSet) return [];
  const codes = codesOfValueSet(valueSet);
  if (!codes || isAmong(codes, shape.type, value)) return [];
  return [`${path}: ${written(value)} is not in the required value set ${valueSet}`];
}

function isAmong(codes: CodesBySystem, type: string, value: unknown): boolean {
  if (type === 'code') return [...codes.values()].some((ofSystem) => ofSystem.has(String(value)));
  const codings = type === 'CodeableConcept' && isJsonObject(value) ? (value.coding ?? []) : [value];
  if (type !== 'CodeableConcept' && type !== 'Coding') return true;
  return (
    Array.isArray(codings) &&
    codings.some(
      (coding) => isJsonObject(coding) && codes.get(String(coding.system))?.has(String(coding.code)),
    )
  );
}

function written(value: unknown): string {
  return typeof value === 'string' ? `"${value}"` : JSON.stringify(value);
}
