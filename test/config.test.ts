import { describe, expect, it } from '@jest/globals';
import { ConfigError, readConfig } from '../src/config.js';

function problemsOf(env: Record<string, string>): readonly string[] {
  try {
    readConfig(env);
    return [];
  } catch (error) {
    if (error instanceof ConfigError) return error.problems;
    throw error;
  }
}

describe('readConfig', () => {
  it('has a default for everything that needs one, and leaves out what is optional', () => {
    expect(readConfig({})).toEqual({
      port: 3000,
      host: '127.0.0.1',
      baseUrl: 'http://127.0.0.1:3000',
      journalFile: 'data/journal.sqlite',
      journalValues: false,
      reportOverridePercent: 90,
      logLevel: 'info',
      bodyLimitBytes: 10_485_760,
      corsOrigins: '*',
      discovery: 'open',
      timeZone: new Intl.DateTimeFormat().resolvedOptions().timeZone,
      fhirBudgetMs: 2000,
      nodeEnv: 'development',
      workbench: 'open',
    });
  });

  it('reads every variable', () => {
    expect(
      readConfig({
        PORT: '8443',
        HOST: '0.0.0.0',
        BASE_URL: 'https://cds.example.org/ocrelizumab',
        EHRS_FILE: 'ehrs.yaml',
        SITE_FILE: 'site.yaml',
        DATABASE_URL: 'postgres://cds:secret@db:5432/cds',
        JOURNAL_FILE: '/var/lib/cds/journal.sqlite',
        JOURNAL_RETENTION_DAYS: '730',
        JOURNAL_VALUES: 'true',
        REPORT_TOKEN: 'a-token-of-good-length',
        REPORT_OVERRIDE_PERCENT: '80',
        LOG_LEVEL: 'warn',
        BODY_LIMIT_BYTES: '20971520',
        CORS_ORIGINS: 'https://a.example.org, https://b.example.org:8443',
        DISCOVERY: 'authenticated',
        TIME_ZONE: 'Europe/Zurich',
        FHIR_BUDGET_MS: '1500',
        NODE_ENV: 'production',
        WORKBENCH: 'open',
      }),
    ).toEqual({
      port: 8443,
      host: '0.0.0.0',
      baseUrl: 'https://cds.example.org/ocrelizumab',
      ehrsFile: 'ehrs.yaml',
      siteFile: 'site.yaml',
      databaseUrl: 'postgres://cds:secret@db:5432/cds',
      journalFile: '/var/lib/cds/journal.sqlite',
      journalRetentionDays: 730,
      journalValues: true,
      reportToken: 'a-token-of-good-length',
      reportOverridePercent: 80,
      logLevel: 'warn',
      bodyLimitBytes: 20_971_520,
      corsOrigins: ['https://a.example.org', 'https://b.example.org:8443'],
      discovery: 'authenticated',
      timeZone: 'Europe/Zurich',
      fhirBudgetMs: 1500,
      nodeEnv: 'production',
      workbench: 'open',
    });
  });

  it.each([
    { HOST: 'localhost', PORT: '8080', expected: 'http://localhost:8080' },
    { HOST: '::1', PORT: '3000', expected: 'http://[::1]:3000' },
  ])('builds the base URL from host $HOST and port $PORT', ({ expected, ...env }) => {
    expect(readConfig(env).baseUrl).toBe(expected);
  });

  it.each([
    ['PORT', 'http'],
    ['PORT', '65536'],
    ['PORT', '-1'],
    ['PORT', '3e3'],
    ['BASE_URL', 'cds.example.org'],
    ['BASE_URL', 'https://cds.example.org/'],
    ['BASE_URL', 'https://cds.example.org?x=1'],
    ['BASE_URL', 'https://user:hunter2@cds.example.org'],
    ['BASE_URL', 'ftp://cds.example.org'],
    ['BASE_URL', 'http://cds.example.org'],
    ['BASE_URL', 'http://10.1.2.3:3000'],
    ['BASE_URL', 'http://cds.local'],
    ['BASE_URL', 'http://localhost.example.org'],
    ['EHRS_FILE', ''],
    ['SITE_FILE', '  '],
    ['DATABASE_URL', 'mysql://root:hunter2@db/cds'],
    ['DATABASE_URL', 'hunter2'],
    ['JOURNAL_RETENTION_DAYS', '0'],
    ['JOURNAL_RETENTION_DAYS', '90d'],
    ['JOURNAL_RETENTION_DAYS', ''],
    ['JOURNAL_VALUES', 'yes'],
    ['REPORT_TOKEN', ''],
    ['REPORT_TOKEN', 'hunter2'],
    ['REPORT_TOKEN', 'hunter2 and sixteen more'],
    ['REPORT_OVERRIDE_PERCENT', '0'],
    ['REPORT_OVERRIDE_PERCENT', '0.9'],
    ['REPORT_OVERRIDE_PERCENT', '100'],
    ['LOG_LEVEL', 'verbose'],
    ['BODY_LIMIT_BYTES', '10mb'],
    ['BODY_LIMIT_BYTES', '0'],
    ['CORS_ORIGINS', 'ehr.example.org'],
    ['CORS_ORIGINS', 'https://ehr.example.org/app'],
    ['CORS_ORIGINS', '*,https://ehr.example.org'],
    ['CORS_ORIGINS', 'https://a.example.org,'],
    ['TIME_ZONE', 'Central'],
    ['TIME_ZONE', 'UTC+25'],
    ['DISCOVERY', 'closed'],
    ['FHIR_BUDGET_MS', '0'],
    ['FHIR_BUDGET_MS', '1.5'],
    ['NODE_ENV', 'prod'],
    ['WORKBENCH', 'on'],
  ])('refuses %s=%s and says what it must be', (name, value) => {
    const problems = problemsOf({ [name]: value });
    expect(problems).toHaveLength(1);
    expect(problems[0]).toMatch(new RegExp(`^${name} must be .{10,}`));
    expect(problems[0]).not.toContain('hunter2');
  });

  it.each(['0.0.0.0', '::', '10.1.2.3', '127.example.org'])(
    'refuses to listen on %s without a registry of EHRs',
    (host) => {
      expect(problemsOf({ HOST: host })).toEqual([
        expect.stringMatching(/^EHRS_FILE must name the registry of EHRs, or HOST a loopback address/),
      ]);
      const registered = { HOST: host, EHRS_FILE: 'ehrs.yaml' };
      expect(problemsOf({ ...registered, BASE_URL: 'https://cds.example.org' })).toEqual([]);
      expect(problemsOf(registered)).toEqual([expect.stringMatching(/^BASE_URL must be set: .*https/)]);
    },
  );

  it.each(['127.0.0.1', '127.0.0.2', '::1', 'localhost'])('is content with open mode on %s', (host) => {
    expect(problemsOf({ HOST: host })).toEqual([]);
  });

  it.each(['https://cds.example.org', 'https://cds.example.org/ocrelizumab', 'https://10.1.2.3:3000'])(
    'refuses to be known as %s without a registry of EHRs: a proxy would let anyone in',
    (url) => {
      const environment = { BASE_URL: url, NODE_ENV: 'production' };
      expect(problemsOf(environment)).toEqual([
        expect.stringMatching(/^EHRS_FILE must name the registry of EHRs, or BASE_URL be left out/),
      ]);
      expect(problemsOf({ ...environment, EHRS_FILE: 'ehrs.yaml' })).toEqual([]);
    },
  );

  it('names the setting that was most likely meant to be the registry', () => {
    expect(problemsOf({ PATH: '/bin', EHR_FILE: 'ehrs.yaml', BASE_URL: 'https://cds.example.org' })).toEqual([
      expect.stringContaining('(EHR_FILE is set; is it meant?)'),
    ]);
  });

  it.each(['http://127.0.0.1:3000', 'http://localhost:8080', 'http://[::1]:3000'])(
    'is content with open mode known as %s, in production too',
    (url) => {
      expect(problemsOf({ BASE_URL: url, NODE_ENV: 'production' })).toEqual([]);
      expect(problemsOf({ NODE_ENV: 'production' })).toEqual([]);
    },
  );

  it('refuses to close discovery where nobody could be told from a stranger', () => {
    expect(problemsOf({ DISCOVERY: 'authenticated' })).toEqual([
      expect.stringMatching(/^DISCOVERY .*EHRS_FILE/),
    ]);
  });

  it('closes the workbench where EHRs are registered, unless it is told to open it', () => {
    expect(readConfig({}).workbench).toBe('open');
    expect(readConfig({ WORKBENCH: 'closed' }).workbench).toBe('closed');
    expect(readConfig({ EHRS_FILE: 'ehrs.yaml' }).workbench).toBe('closed');
    expect(readConfig({ EHRS_FILE: 'ehrs.yaml', WORKBENCH: 'open' }).workbench).toBe('open');
  });

  it('reports all problems at once', () => {
    expect(() => readConfig({ PORT: 'x', LOG_LEVEL: 'loud', TIME_ZONE: 'Mars/Olympus' })).toThrow(
      /3 change\(s\):\n {2}- PORT must be .*\n {2}- LOG_LEVEL must be .*\n {2}- TIME_ZONE must be /,
    );
  });

  it('cannot be changed afterwards', () => {
    expect(Object.isFrozen(readConfig({}))).toBe(true);
  });
});
