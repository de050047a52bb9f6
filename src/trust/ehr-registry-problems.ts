import { Ajv, type ErrorObject } from 'ajv';
import { REGISTRY_FORMATS } from './ehr-registry-formats.js';
import { keyProblems } from './ehr-registry-keys.js';
import { ehrRegistrySchema } from './ehr-registry-schema.js';
import { nearestName } from './nearest-name.js';
import type { RegistryProblem } from './registry-yaml.js';

const ajv = new Ajv({
  allErrors: true,
  verbose: true,
  formats: Object.fromEntries(Object.entries(REGISTRY_FORMATS).map(([name, { accepts }]) => [name, accepts])),
});
const fitsSchema = ajv.compile(ehrRegistrySchema);

/** Everything wrong with the registry's content, in one go: shape, keys, and entries that collide. */
export function registryProblems(content: unknown): readonly RegistryProblem[] {
  const shape = fitsSchema(content) ? [] : (fitsSchema.errors ?? []).map(toProblem);
  const entries = entriesOf(content);
  return [
    ...shape,
    ...entries.flatMap((entry, index) => keyProblems(entry, ['ehrs', index])),
    ...repeated(entries, 'issuer', 'a token could not be told apart'),
    ...repeated(entries, 'name', 'logs and metrics could not be told apart'),
  ];
}

/** The entries as far as they are objects; the rest is the schema's to report. */
function entriesOf(content: unknown): readonly Readonly<Record<string, unknown>>[] {
  const ehrs = isRecord(content) ? content.ehrs : undefined;
  return Array.isArray(ehrs) ? ehrs.map((entry) => (isRecord(entry) ? entry : {})) : [];
}

function repeated(
  entries: readonly Readonly<Record<string, unknown>>[],
  member: 'issuer' | 'name',
  why: string,
): readonly RegistryProblem[] {
  return entries.flatMap((entry, index) => {
    const value = entry[member];
    const first = entries.findIndex((other) => other[member] === value);
    if (typeof value !== 'string' || first === index) return [];
    return [{ path: ['ehrs', index, member], message: `already used by ehrs[${first}]: ${why}` }];
  });
}

function toProblem(error: ErrorObject): RegistryProblem {
  const path = pathOf(error.instancePath);
  switch (error.keyword) {
    case 'additionalProperties': {
      const written = String(error.params.additionalProperty);
      const valid = Object.keys(error.parentSchema?.properties ?? {});
      return { path: [...path, written], message: `unknown member; ${suggestion(written, valid)}` };
    }
    case 'required':
      return { path, message: `"${error.params.missingProperty}" is missing` };
    case 'enum': {
      const valid: readonly string[] = error.params.allowedValues;
      return { path, message: `${quoted(error.data)} is not accepted; valid are ${valid.join(', ')}` };
    }
    case 'minItems':
      return { path, message: 'must not be empty' };
    case 'format':
      return { path, message: REGISTRY_FORMATS[error.params.format as keyof typeof REGISTRY_FORMATS].demand };
    case 'type':
      return { path, message: `must be ${TYPE_NAMES[String(error.params.type)] ?? error.params.type}` };
    default:
      return { path, message: error.message ?? 'not valid' };
  }
}

const TYPE_NAMES: Readonly<Record<string, string>> = {
  object: 'a map of members',
  array: 'a list',
  string: 'a text',
  boolean: 'true or false',
};

function suggestion(written: string, valid: readonly string[]): string {
  const nearest = nearestName(written, valid);
  return nearest === undefined ? `valid are ${valid.join(', ')}` : `did you mean "${nearest}"?`;
}

function quoted(value: unknown): string {
  return typeof value === 'string' ? `"${value}"` : 'this value';
}

/** A JSON pointer as its steps (RFC 6901); list positions become numbers. */
function pathOf(pointer: string): readonly (string | number)[] {
  return pointer
    .split('/')
    .slice(1)
    .map((step) => step.replaceAll('~1', '/').replaceAll('~0', '~'))
    .map((step) => (/^\d+$/.test(step) ? Number(step) : step));
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
