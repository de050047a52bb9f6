import type { JWK } from 'jose';
import { describeProblems, openYaml } from '../configuration/yaml-file.js';
import { registryProblems } from './ehr-registry-problems.js';
import type { EhrProfileName, RegistryFile } from './ehr-registry-schema.js';
import type { SigningAlgorithm } from './signing-algorithm.js';

/**
 * Where an EHR's public keys come from. `jwksUrl` is also the only `jku` its tokens may name; with
 * keys in the file it is never fetched.
 */
export type EhrKeys =
  | { readonly from: 'url'; readonly jwksUrl: string }
  | { readonly from: 'file'; readonly keys: readonly JWK[]; readonly jwksUrl?: string };

/** One EHR that may call this service. */
export interface Ehr {
  readonly name: string;
  /** The `iss` of its tokens, compared character by character. */
  readonly issuer: string;
  readonly keys: EhrKeys;
  readonly algorithms: readonly SigningAlgorithm[];
  /** The only FHIR servers that may be contacted for its calls; empty when it lends no access. */
  readonly fhirBases: readonly string[];
  /** When given, tokens must name one of these. */
  readonly tenants?: readonly string[];
  /** Whether a token is good for one call only; off for test clients that use one token for many. */
  readonly replayProtection: boolean;
  readonly profile: EhrProfileName;
}

/** Who may call: anyone (`open`, loopback only) or the registered EHRs, found by issuer. */
export type EhrRegistry =
  | { readonly mode: 'open' }
  | { readonly mode: 'registered'; readonly byIssuer: ReadonlyMap<string, Ehr> };

/** A registry, or everything that is wrong with its file, each problem with file and line. */
export type EhrRegistryLoad =
  | { readonly ok: true; readonly registry: EhrRegistry; readonly warnings: readonly string[] }
  | { readonly ok: false; readonly problems: readonly string[] };

/** The public Sandbox. Its private key is published with it, so its signature proves nothing. */
const SANDBOX_ISSUER = 'https://sandbox.cds-hooks.org';

/**
 * Reads the registry of EHRs (`EHRS_FILE`). No path means open mode; a file that is missing, empty
 * or wrong in any point never does, or a typing error would let everyone in.
 */
export function loadEhrRegistry(
  path: string | undefined,
  readFile: (path: string) => string,
): EhrRegistryLoad {
  if (path === undefined) return { ok: true, registry: { mode: 'open' }, warnings: [] };
  let text: string;
  try {
    text = readFile(path);
  } catch (error) {
    return { ok: false, problems: [`EHRS_FILE: cannot read ${path} (${reasonOf(error)})`] };
  }
  const yaml = openYaml(text);
  const problems = yaml.syntaxProblems.length > 0 ? yaml.syntaxProblems : registryProblems(yaml.content);
  if (problems.length > 0) {
    return { ok: false, problems: describeProblems(path, yaml, problems) };
  }
  const ehrs = (yaml.content as RegistryFile).ehrs.map(toEhr);
  return {
    ok: true,
    registry: { mode: 'registered', byIssuer: new Map(ehrs.map((ehr) => [ehr.issuer, ehr])) },
    warnings: ehrs
      .filter(({ issuer }) => issuer === SANDBOX_ISSUER)
      .map(
        ({ name }) =>
          `${path}: "${name}" is the public CDS Hooks Sandbox, whose private key anyone can download: for development only`,
      ),
  };
}

function toEhr(entry: RegistryFile['ehrs'][number]): Ehr {
  const { name, issuer, algorithms, fhirBases, tenants } = entry;
  return {
    name,
    issuer,
    keys: keysOf(entry),
    algorithms,
    fhirBases,
    ...(tenants !== undefined && { tenants }),
    replayProtection: entry.replayProtection ?? true,
    profile: entry.profile ?? 'default',
  };
}

function keysOf({ jwksUrl, jwks }: RegistryFile['ehrs'][number]): EhrKeys {
  // registryProblems has refused entries with neither.
  if (jwks === undefined) return { from: 'url', jwksUrl: jwksUrl ?? '' };
  return { from: 'file', keys: jwks.keys, ...(jwksUrl !== undefined && { jwksUrl }) };
}

function reasonOf(error: unknown): string {
  return typeof error === 'object' && error !== null && 'code' in error ? String(error.code) : 'not readable';
}
