import { readFileSync } from 'node:fs';
import { beforeAll, describe, expect, it } from '@jest/globals';
import { exportJWK, generateKeyPair, type JWK } from 'jose';
import { type Ehr, loadEhrRegistry } from '../../src/trust/ehr-registry.js';
import { generateEhrKeys } from '../support/ehr-keys.js';

const GENERAL_HOSPITAL = `ehrs:
  - name: General Hospital
    issuer: https://ehr.example.org
    jwksUrl: https://ehr.example.org/jwks.json
    algorithms: [ES384, RS384]
    fhirBases: [https://ehr.example.org/fhir/r4]
`;

const load = (text: string) => loadEhrRegistry('ehrs.yaml', () => text);

function problemsOf(text: string): readonly string[] {
  const loaded = load(text);
  if (loaded.ok) throw new Error('expected problems');
  return loaded.problems;
}

function ehrsOf(text: string): readonly Ehr[] {
  const loaded = load(text);
  if (!loaded.ok) throw new Error(loaded.problems.join('\n'));
  if (loaded.registry.mode !== 'registered') throw new Error('expected registered EHRs');
  return [...loaded.registry.byIssuer.values()];
}

/** The file with one line written differently. */
const instead = (line: string, replacement: string) => {
  expect(GENERAL_HOSPITAL).toContain(line);
  return GENERAL_HOSPITAL.replace(line, replacement);
};

describe('an EHR registry file', () => {
  it('gives each EHR with the defaults filled in', () => {
    expect(ehrsOf(GENERAL_HOSPITAL)).toEqual([
      {
        name: 'General Hospital',
        issuer: 'https://ehr.example.org',
        keys: { from: 'url', jwksUrl: 'https://ehr.example.org/jwks.json' },
        algorithms: ['ES384', 'RS384'],
        fhirBases: ['https://ehr.example.org/fhir/r4'],
        replayProtection: true,
        profile: 'default',
      },
    ]);
  });

  it('keeps tenants, replay protection and profile as written', () => {
    const [ehr] = ehrsOf(
      `${GENERAL_HOSPITAL}    tenants: [north, south]\n    replayProtection: false\n    profile: epic\n`,
    );
    expect(ehr).toMatchObject({ tenants: ['north', 'south'], replayProtection: false, profile: 'epic' });
  });

  it('may be JSON, which is YAML', () => {
    const json = JSON.stringify({
      ehrs: [
        {
          name: 'Clinic',
          issuer: 'urn:clinic',
          jwksUrl: 'http://127.0.0.1:9/jwks',
          algorithms: ['RS256'],
          fhirBases: [],
        },
      ],
    });
    expect(ehrsOf(json)).toMatchObject([{ name: 'Clinic', issuer: 'urn:clinic', fhirBases: [] }]);
  });

  it.each([
    'http://localhost:8080/jwks.json',
    'http://127.0.0.1:8080/jwks.json',
    'http://127.8.9.1/jwks.json',
    'http://[::1]:8080/jwks.json',
    'https://ehr.example.org/keys?policy=cds',
  ])('accepts %s as the address of keys', (url) => {
    expect(
      ehrsOf(instead('jwksUrl: https://ehr.example.org/jwks.json', `jwksUrl: "${url}"`))[0]?.keys,
    ).toEqual({ from: 'url', jwksUrl: url });
  });

  it('is warned about when it trusts the public Sandbox, whose private key is public', () => {
    expect(
      load(instead('issuer: https://ehr.example.org', 'issuer: https://sandbox.cds-hooks.org')),
    ).toMatchObject({
      ok: true,
      warnings: [expect.stringContaining('for development only')],
    });
    expect(load(GENERAL_HOSPITAL)).toMatchObject({ warnings: [] });
  });
});

describe('no EHR registry file', () => {
  it('is open mode', () => {
    expect(
      loadEhrRegistry(undefined, () => {
        throw new Error('nothing to read');
      }),
    ).toEqual({ ok: true, registry: { mode: 'open' }, warnings: [] });
  });

  it('is an error, not open mode, when one was named', () => {
    expect(loadEhrRegistry('/nowhere/ehrs.yaml', (path) => readFileSync(path, 'utf8'))).toEqual({
      ok: false,
      problems: ['EHRS_FILE: cannot read /nowhere/ehrs.yaml (ENOENT)'],
    });
  });
});

describe('a wrong EHR registry file is refused', () => {
  const SECURE = 'must be an https: URL (http: is accepted only on a loopback address)';
  const JWKS = `${SECURE} without user name or fragment`;
  const BASE = `${SECURE} without user name, query, fragment, ".." or encoded slashes`;
  const ISSUER =
    'must be the URI in the "iss" of the EHR\'s tokens; http: is accepted only on a loopback address';
  const ALGORITHMS = 'valid are ES256, ES384, ES512, RS256, RS384, RS512, PS256, PS384, PS512';
  const MEMBERS = 'name, issuer, jwksUrl, jwks, algorithms, fhirBases, tenants, replayProtection, profile';

  it.each<[string, string, string]>([
    ['when it is empty', '', 'ehrs.yaml:1: must be a map of members'],
    ['when it names no EHR', 'ehrs: []', 'ehrs.yaml:1: ehrs: must not be empty'],
    ['when it is one EHR without the list', 'name: x', 'ehrs.yaml:1: "ehrs" is missing'],
    [
      'when an entry is only a text',
      'ehrs:\n  - General Hospital',
      'ehrs.yaml:2: ehrs[0]: must be a map of members',
    ],
    [
      'for a misspelt member',
      instead('fhirBases:', 'fhirBase:'),
      'ehrs.yaml:6: ehrs[0].fhirBase: unknown member; did you mean "fhirBases"?',
    ],
    [
      'for an unheard-of member',
      `${GENERAL_HOSPITAL}    secret: x\n`,
      `ehrs.yaml:7: ehrs[0].secret: unknown member; valid are ${MEMBERS}`,
    ],
    [
      'for __proto__ as a member',
      `${GENERAL_HOSPITAL}    __proto__: x\n`,
      `ehrs.yaml:7: ehrs[0].__proto__: unknown member; valid are ${MEMBERS}`,
    ],
    [
      'without an issuer',
      instead('    issuer: https://ehr.example.org\n', ''),
      'ehrs.yaml:2: ehrs[0]: "issuer" is missing',
    ],
    [
      'without keys',
      instead('    jwksUrl: https://ehr.example.org/jwks.json\n', ''),
      'ehrs.yaml:2: ehrs[0]: needs "jwksUrl", or the public keys themselves as "jwks"',
    ],
    [
      'for an issuer that is no URI',
      instead('issuer: https://ehr.example.org', 'issuer: general'),
      `ehrs.yaml:3: ehrs[0].issuer: ${ISSUER}`,
    ],
    [
      'for an issuer on http',
      instead('issuer: https://ehr.example.org', 'issuer: HTTP://ehr.example.org'),
      `ehrs.yaml:3: ehrs[0].issuer: ${ISSUER}`,
    ],
    ['for keys on http', instead('jwksUrl: https', 'jwksUrl: http'), `ehrs.yaml:4: ehrs[0].jwksUrl: ${JWKS}`],
    [
      'for keys behind a user name',
      instead('jwksUrl: https://', 'jwksUrl: https://u:p@'),
      `ehrs.yaml:4: ehrs[0].jwksUrl: ${JWKS}`,
    ],
    [
      'for keys in a file',
      instead('jwksUrl: https://', 'jwksUrl: file://'),
      `ehrs.yaml:4: ehrs[0].jwksUrl: ${JWKS}`,
    ],
    [
      'for a host that only looks like loopback',
      instead('jwksUrl: https://ehr.example.org', 'jwksUrl: http://127.0.0.1.example.org'),
      `ehrs.yaml:4: ehrs[0].jwksUrl: ${JWKS}`,
    ],
    [
      'for a FHIR base on http',
      instead('[https://ehr', '[http://ehr'),
      `ehrs.yaml:6: ehrs[0].fhirBases[0]: ${BASE}`,
    ],
    [
      'for a FHIR base with a query',
      instead('fhir/r4]', 'fhir/r4?x=1]'),
      `ehrs.yaml:6: ehrs[0].fhirBases[0]: ${BASE}`,
    ],
    [
      'for a FHIR base with ".."',
      instead('fhir/r4]', 'fhir/../r4]'),
      `ehrs.yaml:6: ehrs[0].fhirBases[0]: ${BASE}`,
    ],
    [
      'for a symmetric algorithm',
      instead('[ES384, RS384]', '[HS256]'),
      `ehrs.yaml:5: ehrs[0].algorithms[0]: "HS256" is not accepted; ${ALGORITHMS}`,
    ],
    [
      'for no signature',
      instead('[ES384, RS384]', '[none]'),
      `ehrs.yaml:5: ehrs[0].algorithms[0]: "none" is not accepted; ${ALGORITHMS}`,
    ],
    [
      'for no algorithm',
      instead('[ES384, RS384]', '[]'),
      'ehrs.yaml:5: ehrs[0].algorithms: must not be empty',
    ],
    [
      'for one algorithm outside a list',
      instead('[ES384, RS384]', 'ES384'),
      'ehrs.yaml:5: ehrs[0].algorithms: must be a list',
    ],
    [
      'for an empty list of tenants, which would shut everyone out',
      `${GENERAL_HOSPITAL}    tenants: []\n`,
      'ehrs.yaml:7: ehrs[0].tenants: must not be empty',
    ],
    [
      'for "no" as a boolean, which YAML 1.2 reads as a text',
      `${GENERAL_HOSPITAL}    replayProtection: no\n`,
      'ehrs.yaml:7: ehrs[0].replayProtection: must be true or false',
    ],
    [
      'for a misspelt profile',
      `${GENERAL_HOSPITAL}    profile: Epic\n`,
      'ehrs.yaml:7: ehrs[0].profile: "Epic" is not accepted; valid are default, epic',
    ],
    [
      'for a member written twice',
      `${GENERAL_HOSPITAL}    name: Again\n`,
      'ehrs.yaml:7: Map keys must be unique',
    ],
    ['for an alias to nothing', 'ehrs: *nothing', 'ehrs.yaml:1: Unresolved alias'],
    [
      'for broken YAML',
      instead('[ES384, RS384]', '[ES384'),
      'ehrs.yaml:6: Flow sequence in block collection must be sufficiently indented',
    ],
  ])('%s', (_case, text, problem) => {
    expect(problemsOf(text)).toEqual(expect.arrayContaining([expect.stringContaining(problem)]));
  });

  it('naming each problem once when only one thing is wrong', () => {
    expect(problemsOf(instead('fhir/r4]', 'fhir/r4?x=1]'))).toHaveLength(1);
  });

  it('when two EHRs have one issuer or one name', () => {
    const twice = `${GENERAL_HOSPITAL}${GENERAL_HOSPITAL.replace('ehrs:\n', '')}`;
    expect(problemsOf(twice)).toEqual([
      'ehrs.yaml:7: ehrs[1].name: already used by ehrs[0]: logs and metrics could not be told apart',
      'ehrs.yaml:8: ehrs[1].issuer: already used by ehrs[0]: a token could not be told apart',
    ]);
  });

  it('with every problem of every entry at once', () => {
    const text = `ehrs:
  - name: A
    isuer: https://a.example.org
    jwksUrl: http://a.example.org/jwks
    algorithms: [HS384]
    fhirBases: [ftp://a.example.org]
  - name: A
    issuer: https://b.example.org
    algorithms: [ES384]
    fhirBases: []
`;
    expect(problemsOf(text).map((problem) => Number(problem.split(':')[1]))).toEqual([2, 3, 4, 5, 6, 7, 7]);
  });
});

describe('public keys in the registry file', () => {
  let key: JWK;
  let privateKey: JWK;
  beforeAll(async () => {
    key = (await generateEhrKeys('ES384', 'k1')).publicJwk;
    const pair = await generateKeyPair('ES384', { extractable: true });
    privateKey = { ...(await exportJWK(pair.privateKey)), kid: 'k1' };
  });

  const withKeys = (...keys: readonly unknown[]) =>
    instead('jwksUrl: https://ehr.example.org/jwks.json', `jwks: ${JSON.stringify({ keys })}`);

  it('are taken as they are', () => {
    expect(ehrsOf(withKeys(key))[0]?.keys).toEqual({ from: 'file', keys: [key] });
  });

  it('may stand beside the address that tokens name as their jku', () => {
    expect(ehrsOf(`${withKeys(key)}    jwksUrl: https://ehr.example.org/published.json\n`)[0]?.keys).toEqual({
      from: 'file',
      keys: [key],
      jwksUrl: 'https://ehr.example.org/published.json',
    });
  });

  it.each<[string, () => readonly unknown[], string]>([
    ['private', () => [privateKey], 'carries private members (d)'],
    ['a shared secret', () => [{ kty: 'oct', kid: 'k1', k: 'c2VjcmV0' }], 'carries private members (k)'],
    ['without a kid', () => [{ ...key, kid: undefined }], '"kid" is missing'],
    ['two with one kid', () => [key, key], '"kid" is used by an earlier key of this EHR'],
    ['not on the curve', () => [{ ...key, x: key.y, y: key.x }], 'is not a readable EC or RSA public key'],
    ['only a text', () => ['k1'], 'must be a map of members'],
    ['for encryption', () => [{ ...key, use: 'enc' }], 'fits none of the "algorithms" of this EHR'],
    ['for another algorithm', () => [{ ...key, alg: 'ES256' }], 'fits none of the "algorithms" of this EHR'],
    ['none at all', () => [], 'must not be empty'],
  ])('are refused when %s', (_case, keys, problem) => {
    expect(problemsOf(withKeys(...keys()))).toEqual(
      expect.arrayContaining([expect.stringMatching(/^ehrs\.yaml:4: ehrs\[0\]\.jwks\.keys/)]),
    );
    expect(problemsOf(withKeys(...keys())).join('\n')).toContain(problem);
  });
});
