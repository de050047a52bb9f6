import type { ErrorObject } from 'ajv';
import { nearestName } from './nearest-name.js';
import type { FileProblem } from './yaml-file.js';

/** Says what is wrong in words that tell what to write instead; ajv must run with `verbose`. */
export function schemaProblem(
  error: ErrorObject,
  formatDemands: Readonly<Record<string, string>> = {},
): FileProblem {
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
