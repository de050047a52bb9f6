import { IANAZone, SystemZone } from 'luxon';
import { isHttpUrl } from './request/json-schema.js';

const LOG_LEVELS = ['fatal', 'error', 'warn', 'info', 'debug', 'trace', 'silent'] as const;
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
  readonly logLevel: (typeof LOG_LEVELS)[number];
  readonly bodyLimitBytes: number;
  readonly corsOrigins: '*' | readonly string[];
  /** IANA name: decides which calendar day a result and "today" fall on. */
  readonly timeZone: string;
  /** All FHIR fetches of one call together may take this long. */
  readonly fhirBudgetMs: number;
  readonly nodeEnv: (typeof NODE_ENVS)[number];
}

/** All that is wrong with the environment, each with what to change. */
export class ConfigError extends Error {
  constructor(readonly problems: readonly string[]) {
    super(
      `The environment needs ${problems.length} change(s):\n${problems.map((p) => `  - ${p}`).join('\n')}`,
    );
    this.name = 'ConfigError';
  }
}

/** What an environment variable must be instead of what it is. */
class Misfit {
  constructor(readonly expected: string) {}
}

type Parse<T> = (text: string) => T | Misfit;

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
  const config: Config = {
    port,
    host,
    baseUrl: optional('BASE_URL', baseUrl) ?? `http://${host.includes(':') ? `[${host}]` : host}:${port}`,
    ...(ehrsFile !== undefined && { ehrsFile }),
    ...(siteFile !== undefined && { siteFile }),
    ...(databaseUrl !== undefined && { databaseUrl }),
    journalFile: optional('JOURNAL_FILE', anyText) ?? 'data/journal.sqlite',
    logLevel: optional('LOG_LEVEL', oneOf(LOG_LEVELS)) ?? 'info',
    bodyLimitBytes: optional('BODY_LIMIT_BYTES', integer(1024, 1024 ** 3)) ?? 10 * 1024 ** 2,
    corsOrigins: optional('CORS_ORIGINS', origins) ?? '*',
    timeZone: optional('TIME_ZONE', timeZone) ?? SystemZone.instance.name,
    fhirBudgetMs: optional('FHIR_BUDGET_MS', integer(1, 60_000)) ?? 2000,
    nodeEnv: optional('NODE_ENV', oneOf(NODE_ENVS)) ?? 'development',
  };
  if (env.EHRS_FILE === undefined && !isLoopback(host)) {
    problems.push(
      'EHRS_FILE must name the registry of EHRs, or HOST a loopback address such as 127.0.0.1: without a registry anyone who reaches the service may call it',
    );
  }
  if (problems.length > 0) throw new ConfigError(problems);
  return Object.freeze(config);
}

function isLoopback(host: string): boolean {
  return host === 'localhost' || host === '::1' || /^127(\.\d{1,3}){3}$/.test(host);
}

function anyText(text: string): string {
  return text;
}

function integer(least: number, most: number): Parse<number> {
  return (text) => {
    const value = /^\d{1,15}$/.test(text) ? Number(text) : Number.NaN;
    return value >= least && value <= most
      ? value
      : new Misfit(`a whole number from ${least} to ${most}, not ${quoted(text)}`);
  };
}

function oneOf<T extends string>(allowed: readonly T[]): Parse<T> {
  return (text) =>
    allowed.find((value) => value === text) ??
    new Misfit(`one of ${allowed.join(', ')}, not ${quoted(text)}`);
}

function timeZone(text: string): string | Misfit {
  return IANAZone.isValidZone(text)
    ? text
    : new Misfit(`an IANA time zone such as Europe/Zurich or America/Chicago, not ${quoted(text)}`);
}

// URLs are not repeated: they may hold a password.

function baseUrl(text: string): string | Misfit {
  const plain = isHttpUrl(text) && !/[?#@\s]/.test(text) && !text.endsWith('/');
  return plain
    ? text
    : new Misfit(
        'the absolute http(s) URL under which EHRs call the service, without trailing slash, query or user, such as https://cds.example.org/ocrelizumab',
      );
}

function postgresUrl(text: string): string | Misfit {
  const isPostgres = URL.canParse(text) && /^postgres(ql)?:$/.test(new URL(text).protocol);
  return isPostgres ? text : new Misfit('a URL such as postgres://user:password@host:5432/database');
}

function origins(text: string): '*' | readonly string[] | Misfit {
  if (text === '*') return '*';
  const listed = text.split(',').map((origin) => origin.trim());
  return listed.every((origin) => isHttpUrl(origin) && new URL(origin).origin === origin)
    ? listed
    : new Misfit(
        '"*" or a comma-separated list of origins (scheme, host and port, nothing after), such as https://ehr.example.org',
      );
}

function quoted(text: string): string {
  return JSON.stringify(text.slice(0, 40));
}
