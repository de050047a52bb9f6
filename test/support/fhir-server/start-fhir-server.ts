import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { CapabilityStatement, FhirResource } from 'fhir/r4.js';
import { capabilityStatement } from './capability-statement.js';
import type { Fault } from './faults.js';
import { createFhirApp, type RecordedRequest } from './fhir-app.js';
import type { Grant } from './grants.js';
import { withLiteralReferences } from './literal-references.js';
import { PatientIndexedRepository } from './patient-indexed-repository.js';
import { loadR4Definitions } from './r4-definitions.js';

/** A token that every test server takes unless told otherwise. */
export const TEST_TOKEN = 'token-lent-by-the-ehr';

/** What an EHR adds to a call so that the service may read from its FHIR server. */
export function lentAccess(fhirServer: string, accessToken = TEST_TOKEN) {
  return {
    fhirServer,
    fhirAuthorization: {
      access_token: accessToken,
      token_type: 'Bearer',
      expires_in: 300,
      scope: 'user/*.read',
      subject: 'cds',
    },
  };
}

export interface FhirServerOptions {
  /** By token. Default: `TEST_TOKEN` may read everything. */
  readonly grants?: Readonly<Record<string, Grant>>;
  /** Against which tokens expire. */
  readonly clock?: () => number;
}

/** A real FHIR R4 server on a loopback port, with an EHR's manners and, on demand, its faults. */
export interface FhirServer {
  readonly baseUrl: string;
  readonly requests: readonly RecordedRequest[];
  load(resources: readonly FhirResource[]): Promise<void>;
  /** Replaces the fault of a resource type; `undefined` heals it. */
  fault(resourceType: string, fault: Fault | undefined): void;
  /** Changes what the server says of itself; what it does stays. */
  declare(change: (statement: CapabilityStatement) => void): void;
  /** Heals all faults and forgets the recorded requests; the resources stay. */
  reset(): void;
  close(): Promise<void>;
}

export async function startFhirServer(options: FhirServerOptions = {}): Promise<FhirServer> {
  loadR4Definitions();
  const repository = new PatientIndexedRepository();
  const faults = new Map<string, Fault>();
  const requests: RecordedRequest[] = [];
  let declared = capabilityStatement();
  const server = createServer();
  await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening));
  const baseUrl = `http://127.0.0.1:${(server.address() as AddressInfo).port}/fhir/r4`;
  const { grants = { [TEST_TOKEN]: { scope: 'user/*.read' } }, clock = Date.now } = options;
  server.on(
    'request',
    createFhirApp({ baseUrl, repository, faults, requests, grants, clock, capabilities: () => declared }),
  );

  return {
    baseUrl,
    requests,
    async load(resources) {
      for (const resource of withLiteralReferences(resources)) {
        await repository.createResource({
          ...resource,
          meta: { ...FIRST_VERSION, ...resource.meta },
        } as Stored);
      }
    },
    fault(resourceType, fault) {
      if (fault === undefined) faults.delete(resourceType);
      else faults.set(resourceType, fault);
    },
    declare(change) {
      change(declared);
    },
    reset() {
      declared = capabilityStatement();
      faults.clear();
      requests.length = 0;
    },
    async close() {
      server.closeAllConnections();
      await new Promise((closed) => server.close(closed));
    },
  };
}

type Stored = Parameters<PatientIndexedRepository['createResource']>[0];

/** Otherwise Medplum stamps the wall clock and a random version, and no two runs are alike. */
const FIRST_VERSION = { versionId: '1', lastUpdated: '2026-01-01T00:00:00.000Z' };
