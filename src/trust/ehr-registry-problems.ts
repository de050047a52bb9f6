import { Ajv } from 'ajv';
import { schemaProblems } from '../configuration/schema-problem.js';
import type { FileProblem } from '../configuration/yaml-file.js';
import { isJsonObject } from '../json-object.js';
import { REGISTRY_FORMATS } from './ehr-registry-formats.js';
import { keyProblems } from './ehr-registry-keys.js';
import { ehrRegistrySchema } from './ehr-registry-schema.js';

const ajv = new Ajv({
  allErrors: true,
  verbose: true,
  formats: Object.fromEntries(Object.entries(REGISTRY_FORMATS).map(([name, { accepts }]) => [name, accepts])),
});
const FORMAT_DEMANDS = Object.fromEntries(
  Object.entries(REGISTRY_FORMATS).map(([name, { demand }]) => [name, demand]),
);
const fitsSchema = ajv.compile(ehrRegistrySchema);

/** Everything wrong with the registry's content, in one go: shape, keys, and entries that collide. */
export function registryProblems(content: unknown): readonly FileProblem[] {
  const shape = fitsSchema(content) ? [] : schemaProblems(fitsSchema.errors ?? [], FORMAT_DEMANDS);
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
  const ehrs = isJsonObject(content) ? content.ehrs : undefined;
  return Array.isArray(ehrs) ? ehrs.map((entry) => (isJsonObject(entry) ? entry : {})) : [];
}

function repeated(
  entries: readonly Readonly<Record<string, unknown>>[],
  member: 'issuer' | 'name',
  why: string,
): readonly FileProblem[] {
  return entries.flatMap((entry, index) => {
    const value = entry[member];
    const first = entries.findIndex((other) => other[member] === value);
    if (typeof value !== 'string' || first === index) return [];
    return [{ path: ['ehrs', index, member], message: `already used by ehrs[${first}]: ${why}` }];
  });
}
