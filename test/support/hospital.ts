import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { JWK } from 'jose';
import pino from 'pino';
import { readConfig } from '../../src/config.js';
import { openService, type Service } from '../../src/service.js';
import { type EhrKeys, generateEhrKeys } from './ehr-keys.js';
import { serve } from './serve.js';

/** The service as its EHRs know it; where it listens is nobody's business but the proxy's. */
export const BASE_URL = 'https://cds.example.org/ocrelizumab';
export const ISSUER = 'https://ehr.example.org';

export interface HospitalSettings {
  /** Where the EHR publishes its keys; without it they stand in the registry. */
  readonly jwksUrl?: string;
  /** Registers one EHR with these FHIR bases; without it the service is open. */
  readonly fhirBases?: readonly string[];
  readonly profile?: 'default' | 'epic';
  readonly replayProtection?: boolean;
  readonly tenants?: readonly string[];
  /** Environment variables beside those of the tests. */
  readonly environment?: Readonly<Record<string, string>>;
  /** The instant at which the service starts; its clock goes on from there. */
  readonly now?: number;
}

/** The whole service on real HTTP, with its log and whatever it fetched. */
export interface Hospital {
  readonly url: string;
  readonly service: Service;
  /** The key that its EHR signs with. */
  readonly publicJwk: JWK;
  readonly log: readonly string[];
  /** Where the service went, whether it arrived or not. */
  readonly outbound: readonly string[];
  /** Forgets where it went. */
  forget(): void;
  /** Sets the clock of the service. */
  setTime(now: number): void;
  /** An authorization header for this path of the service. */
  authorization(path: string, claims?: Readonly<Record<string, unknown>>): Promise<string>;
  metrics(): Promise<string>;
  close(): Promise<void>;
}

export async function openHospital(settings: HospitalSettings = {}): Promise<Hospital> {
  const folder = mkdtempSync(join(tmpdir(), 'ocrelizumab-cds-hospital-'));
  const keys = await generateEhrKeys('ES384', 'key-1');
  const ehrsFile = join(folder, 'ehrs.yaml');
  if (settings.fhirBases) writeFileSync(ehrsFile, registryOf(settings, keys));
  const log: string[] = [];
  const outbound: string[] = [];
  let start = { at: settings.now ?? Date.now(), ticks: performance.now() };
  const clock = () => start.at + Math.round(performance.now() - start.ticks);
  const service = await openService({
    config: readConfig({
      NODE_ENV: 'test',
      TIME_ZONE: 'UTC',
      LOG_LEVEL: 'trace',
      JOURNAL_FILE: join(folder, 'journal.sqlite'),
      ...(settings.fhirBases && { BASE_URL, EHRS_FILE: ehrsFile }),
      ...settings.environment,
    }),
    deckDirectory: fileURLToPath(new URL('../../cards', import.meta.url)),
    fetch: (input, init) => {
      outbound.push(String(input));
      return fetch(input, init);
    },
    clock,
    every: () => () => undefined,
    log: pino({ level: 'trace', base: null }, { write: (line: string) => void log.push(line) }),
  });
  const { url, close } = await serve(service.app);
  return {
    url,
    service,
    publicJwk: keys.publicJwk,
    log,
    outbound,
    forget: () => {
      outbound.length = 0;
    },
    setTime: (now) => {
      start = { at: now, ticks: performance.now() };
    },
    authorization: async (path, claims = {}) =>
      `Bearer ${await keys.token({ issuer: ISSUER, audience: `${BASE_URL}${path}`, now: clock(), claims })}`,
    metrics: async () => (await fetch(`${url}/metrics`)).text(),
    close: async () => {
      await close();
      await service.close();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

function registryOf(
  { fhirBases = [], jwksUrl, profile, replayProtection, tenants }: HospitalSettings,
  { publicJwk }: EhrKeys,
): string {
  const ehr = {
    name: 'General Hospital',
    issuer: ISSUER,
    ...(jwksUrl === undefined ? { jwks: { keys: [publicJwk] } } : { jwksUrl }),
    algorithms: ['ES384'],
    fhirBases,
    profile,
    replayProtection,
    tenants,
  };
  // JSON is YAML, and drops what is undefined.
  return JSON.stringify({ ehrs: [ehr] });
}
