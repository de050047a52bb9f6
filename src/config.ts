import { SystemZone } from 'luxon';
import { nearestName } from './configuration/nearest-name.js';
import { OperatorError } from './configuration/operator-error.js';
import {
  anyText,
  baseUrl,
  integer,
  Misfit,
  oneOf,
  origins,
  type Parse,
  postgresUrl,
  secret,
  timeZone,
} from './configuration/setting.js';
import { isLoopback, isLoopbackHost } from './loopback.js';

const LOG_LEVELS = ['fatal', 'error', 'warn', 'info', 'debug', 'trace', 'silent'] as const;
const DISCOVERIES = ['open', 'authenticated'] as const;
const WORKBENCH = ['open', 'closed'] as const;
const NODE_ENVS = ['production', 'development', 'test'] as const;

/** Everything the operator sets through the environment, checked. */
export interface Config {
  readonly port: number;
  readonly host: string;
  /** The external URL, without trailing slash: what EHRs call and put into `aud`. */
  readonly baseUrl: string;
  /** The registry of EHRs; none means open mode. */
  readonly ehrsFile?: string;
  readonly siteFile?: string;
  /** PostgreSQL; none means SQLite in `journalFile`. */
  readonly databaseUrl?: string;
  readonly journalFile: string;
  /** Days after which the journal forgets; none means never. */
  readonly journalRetentionDays?: number;
  /** Whether the journal may keep the numbers of facts, such as a result. */
  readonly journalValues: boolean;
  /** The credential that opens the report; none means it is closed. */
  readonly reportToken?: string;
  /** A card overridden more often than this, in percent, is named for retirement. */
  readonly reportOverridePercent: number;
  readonly logLevel: (typeof LOG_LEVELS)[number];
  readonly bodyLimitBytes: number;
  readonly corsOrigins: '*' | readonly string[];
  /** Whether the list of services is for anyone or only for registered EHRs. */
  readonly discovery: (typeof DISCOVERIES)[number];
  /** IANA name: decides which calendar day a result and "today" fall on. */
  readonly timeZone: string;
  /** Reading keys and all FHIR fetches of one call together may take this long. */
  readonly fhirBudgetMs: number;
  readonly nodeEnv: (typeof NODE_ENVS)[number];
  /** Whether `/` shows the workbench; without a word only where anyone on this machine may call anyway. */
  readonly workbench: (typeof WORKBENCH)[number];
}

/** All that is wrong with the environment, each with what to change. */
export class ConfigError extends OperatorError {
  constructor(readonly problems: readonly string[]) {
    super(
      `The environment needs ${problems.length} change(s):\n${problems.map((p) => `  - ${p}`).join('\n')}`,
    );
  }
}

/**
 * Reads and checks the environment. A variable that is set but empty is a problem,
 * not a default: an empty EHRS_FILE from a broken template must not open the service.
 *
 * @throws ConfigError with every problem
 */
export function readConfig(env: Readonly<Record<string, string | undefined>>): Config {
  const problems: string[] = [];

  function optional<T>(name: string, parse: Parse<T>): T | undefined {
    const text = env[name]?.trim();
    if (text === undefined) return undefined;
    const value =
      text === '' ? new Misfit('either unset or given a value; it is set but empty') : parse(text);
    if (!(value instanceof Misfit)) return value;
    problems.push(`${name} must be ${value.expected}`);
    return undefined;
  }

  const port = optional('PORT', integer(0, 65_535)) ?? 3000;
  const host = optional('HOST', anyText) ?? '127.0.0.1';
  const ehrsFile = optional('EHRS_FILE', anyText);
  const siteFile = optional('SITE_FILE', anyText);
  const databaseUrl = optional('DATABASE_URL', postgresUrl);
  const journalRetentionDays = optional('JOURNAL_RETENTION_DAYS', integer(1, 36_500));
  const reportToken = optional('REPORT_TOKEN', secret);
  const config: Config = {
    port,
    host,
    baseUrl: optional('BASE_URL', baseUrl) ?? `http://${host.includes(':') ? `[${host}]` : host}:${port}`,
    ...(ehrsFile !== undefined && { ehrsFile }),
    ...(siteFile !== undefined && { siteFile }),
    ...(databaseUrl !== undefined && { databaseUrl }),
    journalFile: optional('JOURNAL_FILE', anyText) ?? 'data/journal.sqlite',
    ...(journalRetentionDays !== undefined && { journalRetentionDays }),
    journalValues: optional('JOURNAL_VALUES', oneOf(['true', 'false'])) === 'true',
    ...(reportToken !== undefined && { reportToken }),
    reportOverridePercent: optional('REPORT_OVERRIDE_PERCENT', integer(1, 99)) ?? 90,
    logLevel: optional('LOG_LEVEL', oneOf(LOG_LEVELS)) ?? 'info',
    bodyLimitBytes: optional('BODY_LIMIT_BYTES', integer(1024, 1024 ** 3)) ?? 10 * 1024 ** 2,
    corsOrigins: optional('CORS_ORIGINS', origins) ?? '*',
    discovery: optional('DISCOVERY', oneOf(DISCOVERIES)) ?? 'open',
    timeZone: optional('TIME_ZONE', timeZone) ?? SystemZone.instance.name,
    fhirBudgetMs: optional('FHIR_BUDGET_MS', integer(1, 60_000)) ?? 2000,
    nodeEnv: optional('NODE_ENV', oneOf(NODE_ENVS)) ?? 'development',
    workbench: optional('WORKBENCH', oneOf(WORKBENCH)) ?? (env.EHRS_FILE === undefined ? 'open' : 'closed'),
  };
  const open = env.EHRS_FILE === undefined;
  if (open && !isLoopbackHost(host)) {
    problems.push(
      `EHRS_FILE must name the registry of EHRs${misspelt('EHRS_FILE', env)}, or HOST a loopback address such as 127.0.0.1: without a registry anyone who reaches the service may call it`,
    );
  }
  if (!open && !isLoopback(config.baseUrl) && env.BASE_URL === undefined) {
    problems.push(
      `BASE_URL must be set: the https: URL under which EHRs call the service, and which their tokens name; without it they would have to name ${config.baseUrl}`,
    );
  }
  // A proxy on this machine lets the world in: what the service hears of it is the name EHRs know.
  if (open && !isLoopback(config.baseUrl) && env.BASE_URL !== undefined) {
    problems.push(
      `EHRS_FILE must name the registry of EHRs${misspelt('EHRS_FILE', env)}, or BASE_URL be left out: whoever calls the service by another name than this machine's must be registered`,
    );
  }
  if (config.discovery === 'authenticated' && open) {
    problems.push(
      'DISCOVERY can be authenticated only with EHRS_FILE, the registry of EHRs: without it nobody could be told from a stranger',
    );
  }
  if (problems.length > 0) throw new ConfigError(problems);
  return Object.freeze(config);
}

/** What was most likely meant to be the setting that is missing, in brackets. */
function misspelt(missing: string, env: Readonly<Record<string, string | undefined>>): string {
  const near = nearestName(missing, Object.keys(env));
  return near === undefined ? '' : ` (${near} is set; is it meant?)`;
}
