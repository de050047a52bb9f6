import { afterAll, afterEach, beforeAll, beforeEach } from '@jest/globals';
import type { FhirResource } from 'fhir/r4.js';
import type { Check } from '../../src/doctor/check.js';
import { type Examination, examine } from '../../src/doctor/doctor.js';
import { siteCalendar } from '../../src/picture/site-calendar.js';
import type { Ehr } from '../../src/trust/ehr-registry.js';
import { type EhrKeys, generateEhrKeys } from '../support/ehr-keys.js';
import { type FhirServer, startFhirServer, TEST_TOKEN } from '../support/fhir-server/start-fhir-server.js';
import { loadProjectDeck, stories } from '../support/judge-story.js';
import { type JwksServer, startJwksServer } from '../support/jwks-server.js';

export const ISSUER = 'https://ehr.example.org';
export const STORY = 'naive-low-igg';
export const deck = loadProjectDeck();

interface Case {
  readonly ehr?: Partial<Ehr>;
  readonly given?: Partial<Examination>;
  readonly clock?: () => number;
  readonly timeoutMs?: number;
  readonly token?: string;
}

/** An EHR in good health, with a real FHIR server and real keys, which each test may spoil. */
export class ExaminedEhr {
  keys!: EhrKeys;
  fhir!: FhirServer;
  jwks!: JwksServer;
  patientId!: string;

  async open(): Promise<void> {
    this.keys = await generateEhrKeys('ES384', 'first');
    this.fhir = await startFhirServer({
      grants: {
        [TEST_TOKEN]: { scope: 'user/*.read' },
        'patient-only': { scope: 'user/Patient.read' },
      },
    });
    const resources = (stories.get(STORY)?.bundle.entry ?? []).flatMap(({ resource }) => resource ?? []);
    await this.fhir.load(resources as FhirResource[]);
    this.patientId = resources.find(({ resourceType }) => resourceType === 'Patient')?.id ?? '';
  }

  run({ ehr = {}, given = {}, clock = Date.now, timeoutMs = 2_000, token }: Case = {}) {
    const examined: Ehr = {
      name: 'General Hospital',
      issuer: ISSUER,
      keys: { from: 'url', jwksUrl: this.jwks.url },
      algorithms: ['ES384'],
      fhirBases: [this.fhir.baseUrl],
      replayProtection: true,
      profile: 'default',
      ...ehr,
    };
    const { patientId } = this;
    const access = { fhirServer: this.fhir.baseUrl, accessToken: token ?? '', patientId };
    return examine(
      {
        ehr: examined,
        deck,
        calendar: siteCalendar('UTC')(new Date('2026-03-02T12:00:00Z')),
        baseUrl: 'https://cds.example.org',
        budgetMs: 5_000,
        ...(token !== undefined && { access }),
        ...given,
      },
      { fetch, clock, timeoutMs },
    );
  }
}

/** One EHR for a test file, in good health again before each test. */
export function examinedEhr(): ExaminedEhr {
  const ehr = new ExaminedEhr();
  beforeAll(() => ehr.open(), 60_000);
  beforeEach(async () => {
    ehr.jwks = await startJwksServer(ehr.keys.publicJwk);
  });
  afterEach(() => {
    ehr.fhir.reset();
    return ehr.jwks.close();
  });
  afterAll(() => ehr.fhir.close());
  return ehr;
}

const line = ({ area, subject, finding, mend = '' }: Check) => `${area}: ${subject}: ${finding}; ${mend}`;

/** The checks in one state, each as the line a reader sees. */
export function of(state: Check['state'], checks: readonly Check[]): readonly string[] {
  return checks.filter((check) => check.state === state).map(line);
}
