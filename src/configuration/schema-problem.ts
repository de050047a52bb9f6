import type { ErrorObject } from 'ajv';
import { nearestName } from './nearest-name.js';
import type { FileProblem } from './yaml-file.js';

/** Says what is wrong in words that tell what to write instead; ajv must run with `verbose`. */
export function schemaProblems(
  errors: readonly ErrorObject[],
  formatDemands: Readonly<Record<string, string>> = {},
): readonly FileProblem[] {
  const telling = errors.filter((error) => !isEcho(error, errors));
  return (telling.length > 0 ? telling : errors).map((error) => schemaProblem(error, formatDemands));
}

/**
 * `oneOf` and `if` fail whenever something inside them does. Where that is the content of one alternative,
 * its fault says it better; where the value is of the kind of none, only `oneOf` knows them all.
 */
function isEcho(error: ErrorObject, errors: readonly ErrorObject[]): boolean {
  if (error.keyword === 'if') return true;
  if (error.keyword === 'oneOf') return !isOfNoKind(error, errors);
  return (
    MISFITS.has(error.keyword) &&
    errors.some(({ keyword, instancePath }) => keyword === 'oneOf' && instancePath === error.instancePath)
  );
}

/** What an alternative says of a value that is of another kind. */
const MISFITS: ReadonlySet<string> = new Set(['const', 'enum', 'type']);

function isOfNoKind(choice: ErrorObject, errors: readonly ErrorObject[]): boolean {
  const inside = errors.filter(
    ({ keyword, instancePath }) =>
      keyword !== 'oneOf' && `${instancePath}/`.startsWith(`${choice.instancePath}/`),
  );
  return (
    inside.length > 0 &&
    inside.every(({ keyword, instancePath }) => MISFITS.has(keyword) && instancePath === choice.instancePath)
  );
}

function schemaProblem(error: ErrorObject, formatDemands: Readonly<Record<string, string>>): FileProblem {
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
    case 'const':
      return { path, message: `must be ${error.params.allowedValue}` };
    case 'oneOf': {
      const kinds: readonly Alternative[] = error.parentSchema?.oneOf;
      return { path, message: `must be ${kinds.map(kindInWords).join(', or ')}` };
    }
    case 'minItems':
      return { path, message: 'must not be empty' };
    case 'format':
      return { path, message: formatDemands[String(error.params.format)] ?? 'not valid' };
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
  number: 'a number',
};

interface Alternative {
  readonly const?: unknown;
  readonly enum?: readonly unknown[];
  readonly type?: string;
  readonly properties?: object;
  readonly required?: readonly string[];
}

function kindInWords({
  const: only,
  enum: choices,
  type = '',
  properties = {},
  required,
}: Alternative): string {
  if (only !== undefined) return String(only);
  if (choices !== undefined) return choices.join(', or ');
  if (required !== undefined) return `a map with ${required.join(' and ')}`;
  const members = Object.keys(properties);
  return members.length > 0 ? `a map with any of ${members.join(', ')}` : (TYPE_NAMES[type] ?? type);
}

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
