import type { Command } from 'commander';
import { readConfig } from '../config.js';
import type { LentAccess } from '../doctor/check-queries.js';
import { examine } from '../doctor/doctor.js';
import { isAllowedFhirBase } from '../gather/fhir-base.js';
import type { Ehr } from '../trust/ehr-registry.js';
import { checksAsJson, checksAsTable, faultsOf } from './check-table.js';
import { EXIT } from './exit-code.js';
import { InputError } from './input-error.js';
import { momentOf } from './moment.js';
import { openDeck, siteFileOf, siteOption } from './open-deck.js';
import { ehrsOption, registeredEhr } from './registered-ehr.js';
import { secretInput } from './secret-input.js';
import type { Terminal } from './terminal.js';

interface DoctorOptions {
  readonly ehrs?: string;
  readonly tokenFile?: string;
  readonly clientTokenFile?: string;
  readonly patient?: string;
  readonly fhirServer?: string;
  readonly timeout: string;
  readonly json?: boolean;
}

const SECRETS = `
Tokens are read from files (- for standard input) or from the environment, never from an argument, which
would stay in the history of the shell:
  FHIR_TOKEN     as --token-file: lent access to the FHIR server, for the queries
  CLIENT_TOKEN   as --client-token-file: a JWT that the EHR sent to the service
  FHIR_PATIENT   as --patient: take a test patient
Only counts and times are printed: no token, no patient id, nothing of a record.
Run it on the host of the service, with the settings of the service (EHRS_FILE, BASE_URL, SITE_FILE).
`;

/** `doctor`: what is wrong between this service and one EHR of its registry. */
export function addDoctor(program: Command, terminal: Terminal): void {
  program
    .command('doctor')
    .description('check an EHR of the registry for real: keys, clock, audience, FHIR searches, queries')
    .argument('[ehr]', 'name or issuer in the registry; may be left out where there is only one')
    .addOption(ehrsOption())
    .addOption(siteOption())
    .option('--token-file <file>', 'access to the FHIR server, to run each query (or FHIR_TOKEN)')
    .option('--patient <id>', 'a test patient, for the queries (or FHIR_PATIENT)')
    .option('--fhir-server <url>', 'the FHIR base to query; by default the first of the entry')
    .option('--client-token-file <file>', 'a JWT that the EHR sent, to be verified (or CLIENT_TOKEN)')
    .option('--timeout <ms>', 'how long a server may take to answer about itself', '5000')
    .option('--json', 'as JSON')
    .addHelpText('after', SECRETS)
    .action(async (name: string | undefined, options: DoctorOptions, command: Command) => {
      const { env, clock, print, paint, exitWith } = terminal;
      const ehr = registeredEhr(command, name);
      const access = accessOf(ehr, options, env);
      const clientToken = secretInput('--client-token-file', options.clientTokenFile, 'CLIENT_TOKEN', env);
      const config = readConfig({ ...env, EHRS_FILE: options.ehrs });
      const checks = await examine(
        {
          ehr,
          deck: openDeck(siteFileOf(command)),
          calendar: momentOf(terminal).calendar,
          baseUrl: config.baseUrl,
          budgetMs: config.fhirBudgetMs,
          ...(clientToken !== undefined && { clientToken }),
          ...(access && { access }),
        },
        { fetch, clock, timeoutMs: timeoutOf(options.timeout) },
      );
      print(options.json ? checksAsJson(ehr.name, checks) : checksAsTable(ehr.name, checks, paint));
      if (faultsOf(checks) > 0) exitWith(EXIT.faults);
    });
}

function accessOf(ehr: Ehr, options: DoctorOptions, env: Terminal['env']): LentAccess | undefined {
  const accessToken = secretInput('--token-file', options.tokenFile, 'FHIR_TOKEN', env);
  const patientId = options.patient ?? env.FHIR_PATIENT;
  if (accessToken === undefined) return undefined;
  if (patientId === undefined || !/^[A-Za-z0-9.-]{1,64}$/.test(patientId))
    throw new InputError('With a FHIR token, --patient (or FHIR_PATIENT) must be the id of a test patient.');
  const fhirServer = options.fhirServer ?? ehr.fhirBases[0];
  // The token goes where the service would take it, and nowhere else.
  if (fhirServer === undefined || !isAllowedFhirBase(fhirServer, ehr.fhirBases))
    throw new InputError(
      `--fhir-server must lie within fhirBases of "${ehr.name}": ${ehr.fhirBases.join(', ')}`,
    );
  return { fhirServer, accessToken, patientId };
}

function timeoutOf(text: string): number {
  if (!/^[1-9]\d{0,5}$/.test(text)) throw new InputError('--timeout must be milliseconds, from 1 to 999999.');
  return Number(text);
}
