import { Ajv2020, type ErrorObject, type ValidateFunction } from 'ajv/dist/2020.js';
import { validate as isUuid } from 'uuid';
import { isHttpUrl } from '../http-url.js';

/** One thing wrong with a JSON document, and where (RFC 6901 JSON pointer). */
export interface Fault {
  readonly pointer: string;
  readonly text: string;
}

/** More would not help whoever repairs the document, and would let a caller inflate our answer. */
const FAULTS_NAMED = 20;

/**
 * The compiler for the schemas of this folder; compile once, at module load. All faults are told where a
 * schema looks into no list: one of a million items would otherwise be a million faults, each kept with all
 * it is about. Where it does, the first is, and a list too long is one before its items are looked at.
 */
export function schemaCompiler(told: 'every-fault' | 'first-fault' = 'every-fault'): Ajv2020 {
  // verbose: errors carry the schema, whose `description` becomes the text for the caller.
  const ajv = new Ajv2020({ allErrors: told === 'every-fault', verbose: true, allowUnionTypes: true });
  ajv.addFormat('http-url', isHttpUrl);
  ajv.addFormat('uuid', isUuid);
  return ajv;
}

/**
 * What ajv found, one fault per place. The texts come from the schema alone: no
 * value of the document is repeated, as it could be a token or patient data.
 */
export function faultsOf(errors: readonly ErrorObject[] | null | undefined): readonly Fault[] {
  const byPointer = new Map<string, Fault>();
  for (const error of errors ?? []) {
    const fault = faultOf(error);
    if (!byPointer.has(fault.pointer)) byPointer.set(fault.pointer, fault);
  }
  return [...byPointer.values()];
}

/** The faults as one sentence: `/hookInstance is missing; /prefetch must be …`. */
export function sentenceOf(faults: readonly Fault[]): string {
  const named = faults
    .slice(0, FAULTS_NAMED)
    .map(({ pointer, text }) => `${pointer || 'the document'} ${text}`);
  const unnamed = faults.length - named.length;
  return [...named, ...(unnamed > 0 ? [`and ${unnamed} more`] : [])].join('; ');
}

/** The places of the faults that `sentenceOf` names. */
export function pointersOf(faults: readonly Fault[]): readonly string[] {
  return faults.slice(0, FAULTS_NAMED).map((fault) => fault.pointer);
}

/** Throws where a document of ours breaks its own schema. Names places and rules, never values. */
export function assertMeets(isValid: ValidateFunction, document: unknown, what: string): void {
  if (!isValid(document)) throw new Error(`Invalid ${what}: ${sentenceOf(faultsOf(isValid.errors))}`);
}

function faultOf(error: ErrorObject): Fault {
  const { instancePath, params } = error;
  switch (error.keyword) {
    case 'required':
      return { pointer: child(instancePath, params.missingProperty), text: 'is missing' };
    case 'dependentRequired':
      return {
        pointer: child(instancePath, params.missingProperty),
        text: `is missing, but required beside ${params.property}`,
      };
    case 'additionalProperties':
      return { pointer: child(instancePath, params.additionalProperty), text: 'is not allowed here' };
    default:
      return { pointer: instancePath, text: expectation(error) };
  }
}

function expectation(error: ErrorObject): string {
  const description: unknown = error.parentSchema?.description;
  return typeof description === 'string' ? `must be ${description}` : (error.message ?? 'is not valid');
}

function child(pointer: string, name: string): string {
  return `${pointer}/${name.replaceAll('~', '~0').replaceAll('/', '~1')}`;
}
