import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, beforeEach, describe, expect, it, jest } from '@jest/globals';
import type { FhirResource } from 'fhir/r4.js';
import { generateEhrKeys } from '../support/ehr-keys.js';
import { type FhirServer, startFhirServer, TEST_TOKEN } from '../support/fhir-server/start-fhir-server.js';
import { type InstalledProgram, installProgram } from '../support/installed-program.js';
import { stories } from '../support/judge-story.js';
import { type JwksServer, startJwksServer } from '../support/jwks-server.js';

/** Each test starts a process or two, on machines that have other work. */
jest.setTimeout(60_000);

let program: InstalledProgram;
let fhir: FhirServer;
let jwks: JwksServer;
let registry: string;
let patientId: string;

beforeAll(async () => {
  program = await installProgram();
  fhir = await startFhirServer();
  jwks = await startJwksServer((await generateEhrKeys('ES384', 'first')).publicJwk);
  const resources = (stories.get('naive-low-igg')?.bundle.entry ?? []).flatMap(
    ({ resource }) => resource ?? [],
  );
  await fhir.load(resources as FhirResource[]);
  patientId = resources.find(({ resourceType }) => resourceType === 'Patient')?.id ?? '';
  registry = write(
    'ehrs.yaml',
    `ehrs:
  - { name: General Hospital, issuer: "https://a.example.org", jwksUrl: "${jwks.url}", algorithms: [ES384], fhirBases: ["${fhir.baseUrl}"] }
  - { name: Lake Clinic, issuer: "https://b.example.org", jwksUrl: "${jwks.url}", algorithms: [ES384], fhirBases: [] }
`,
  );
}, 120_000);
beforeEach(() => fhir.reset());
afterAll(async () => {
  program.remove();
  await Promise.all([fhir.close(), jwks.close()]);
});

const write = (name: string, text: string): string => {
  const path = join(program.folder, name);
  writeFileSync(path, text);
  return path;
};

const settings = () => ({
  EHRS_FILE: registry,
  BASE_URL: 'https://cds.example.org',
  FHIR_BUDGET_MS: '20000',
});

describe('doctor on the command line', () => {
  it('finds no fault in an EHR in good health, and ends with 0', async () => {
    const { code, out, err } = await program.run(['doctor', 'General Hospital', '--patient', patientId], {
      ...settings(),
      FHIR_TOKEN: `Bearer ${TEST_TOKEN}\n`,
    });
    expect({ code, err }).toEqual({ code: 0, err: '' });
    expect(out).toMatch(/^ok +query +immunoglobulins +\d+ ms +\d+ found$/m);
    expect(out).toMatch(/No faults\.\n$/);
    for (const secret of [patientId, TEST_TOKEN]) expect(out).not.toContain(secret);
  });

  it('names a fault in one line with its mend, and ends with 1; the token may come from a file', async () => {
    fhir.fault('AllergyIntolerance', { kind: 'status', status: 403 });
    const file = write('token', `${TEST_TOKEN}\n`);
    const args = ['doctor', 'https://a.example.org', '--token-file', file, '--patient', patientId];
    const { code, out } = await program.run(args, settings());
    expect(code).toBe(1);
    expect(out.split('\n').filter((line) => line.startsWith('FAULT'))).toEqual([
      expect.stringMatching(/^FAULT +query +allergies .*forbidden; to mend: ask the EHR team for the scope/),
    ]);
  });

  it('tells programs the same as JSON', async () => {
    const { code, out } = await program.run(['doctor', 'Lake Clinic', '--json'], settings());
    expect(code).toBe(0);
    expect(JSON.parse(out)).toMatchObject({
      ehr: 'Lake Clinic',
      faults: 0,
      checks: expect.arrayContaining([expect.objectContaining({ area: 'keys', state: 'ok' })]),
    });
  });

  it.each<[string, readonly string[], Record<string, string>, RegExp, number]>([
    ['no registry', ['General Hospital'], { EHRS_FILE: '' }, /EHRS_FILE/, 1],
    ['a setting that names no registry', [], { EHRS_FILE: 'nofile' }, /EHRS_FILE: cannot read nofile/, 1],
    [
      'an option that names no registry',
      ['--ehrs', 'nofile'],
      {},
      /^--ehrs nofile: cannot be read, there is no such file\n$/,
      2,
    ],
    [
      'an option that names no token',
      ['General Hospital', '--token-file', 'nofile'],
      {},
      /^--token-file nofile: cannot be read, there is no such file\n$/,
      2,
    ],
    ['an unknown EHR', ['Lake Clinc'], {}, /has no EHR "Lake Clinc"; did you mean "Lake Clinic"\?/, 2],
    [
      'no EHR where there are two',
      [],
      {},
      /Which EHR\? The registry has: General Hospital, Lake Clinic\./,
      2,
    ],
    ['a token as an argument', ['Lake Clinic', '--token', 'hunter2'], {}, /unknown option '--token'/, 2],
    [
      'a token without a patient',
      ['General Hospital'],
      { FHIR_TOKEN: 'hunter2' },
      /--patient \(or FHIR_PATIENT\) must be/,
      2,
    ],
    [
      'a token of two words',
      ['General Hospital'],
      { FHIR_TOKEN: 'hunter2 hunter3' },
      /^FHIR_TOKEN: must hold one token/,
      2,
    ],
    [
      'a server that is not registered',
      ['General Hospital', '--patient', 'x', '--fhir-server', 'http://127.0.0.1:9/'],
      { FHIR_TOKEN: 'hunter2' },
      /--fhir-server must lie within fhirBases/,
      2,
    ],
    ['a time that is none', ['Lake Clinic', '--timeout', 'soon'], {}, /--timeout must be milliseconds/, 2],
  ])('says of %s what to change', async (_what, args, env, words, ends) => {
    const { code, out, err } = await program.run(['doctor', ...args], { ...settings(), ...env });
    expect(err).toMatch(words);
    expect({ code, out }).toEqual({ code: ends, out: '' });
    expect(err).not.toContain('hunter');
    expect(fhir.requests).toEqual([]);
  });
});
