export const text = { type: 'string', minLength: 1 };

/** CDS Hooks "Use of JSON": nothing null, nothing empty, at any depth. */
export const present = {
  type: ['boolean', 'number', 'string', 'array', 'object'],
  minLength: 1,
  minItems: 1,
  minProperties: 1,
  items: { $ref: '#/$defs/present' },
  additionalProperties: { $ref: '#/$defs/present' },
};

/** The only place for members the standard does not define. */
const extension = { allOf: [{ $ref: '#/$defs/present' }, { type: 'object' }] };

/** An object of these members and no others. */
export function object(required: readonly string[], properties: object): object {
  return { type: 'object', required, properties: { ...properties, extension }, additionalProperties: false };
}
