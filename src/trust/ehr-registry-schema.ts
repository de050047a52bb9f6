import type { JWK } from 'jose';
import { SIGNING_ALGORITHMS, type SigningAlgorithm } from './signing-algorithm.js';

/** How an EHR wants cards said. */
export type EhrProfileName = 'default' | 'epic';

/** The registry file as people write it, once it has passed the schema and the checks. */
export interface RegistryFile {
  readonly ehrs: readonly {
    readonly name: string;
    readonly issuer: string;
    readonly jwksUrl?: string;
    readonly jwks?: { readonly keys: readonly JWK[] };
    readonly algorithms: readonly SigningAlgorithm[];
    readonly fhirBases: readonly string[];
    readonly tenants?: readonly string[];
    readonly replayProtection?: boolean;
    readonly profile?: EhrProfileName;
  }[];
}

const text = { type: 'string', minLength: 1, maxLength: 500 } as const;

/** The shape of the registry file (JSON Schema draft-07). The formats are in ehr-registry-formats. */
export const ehrRegistrySchema = {
  type: 'object',
  required: ['ehrs'],
  additionalProperties: false,
  properties: {
    ehrs: {
      type: 'array',
      minItems: 1,
      items: {
        type: 'object',
        required: ['name', 'issuer', 'algorithms', 'fhirBases'],
        additionalProperties: false,
        properties: {
          name: text,
          issuer: { ...text, format: 'issuer' },
          jwksUrl: { ...text, format: 'jwksUrl' },
          jwks: {
            type: 'object',
            required: ['keys'],
            additionalProperties: false,
            properties: {
              keys: {
                type: 'array',
                minItems: 1,
                // Public keys may carry members of their own (RFC 7517, 4), so unknown ones are no error.
                items: {
                  type: 'object',
                  required: ['kty', 'kid'],
                  properties: { kty: { enum: ['EC', 'RSA'] }, kid: text },
                },
              },
            },
          },
          algorithms: {
            type: 'array',
            minItems: 1,
            uniqueItems: true,
            items: { enum: SIGNING_ALGORITHMS },
          },
          fhirBases: { type: 'array', uniqueItems: true, items: { ...text, format: 'fhirBase' } },
          tenants: { type: 'array', minItems: 1, uniqueItems: true, items: text },
          replayProtection: { type: 'boolean' },
          profile: { enum: ['default', 'epic'] },
        },
      },
    },
  },
} as const;
