import { askedTemplates } from '../deck/asked-templates.js';
import type { Deck } from '../deck/deck.js';
import { serviceDescriptions } from '../deck/service-descriptions.js';
import { isAllowedFhirBase } from '../gather/fhir-base.js';
import { FETCH_CAPS } from '../gather/fhir-search.js';
import type { FetchFailure } from '../gather/prefetch-outcome.js';
import type { SiteCalendar } from '../picture/site-calendar.js';
import { HOOKS } from '../request/hook-request.js';
import type { Ehr } from '../trust/ehr-registry.js';
import { type Check, note, ok, skipped } from './check.js';
import { audiencesOf, checkAudience } from './check-audience.js';
import { checkClientToken } from './check-client-token.js';
import { checkFhirBase } from './check-fhir-base.js';
import { checkKeySet } from './check-key-set.js';
import { checkDeclaredRead, checkMedicationReads, MEDICATIONS_UNTRIED } from './check-medications.js';
import { checkQueries, type LentAccess } from './check-queries.js';
import { checkSearches, UNDECLARED } from './check-searches.js';
import type { DoctorDeps } from './doctor-deps.js';
import { neededSearches } from './needed-searches.js';
import { uncheckedWithout } from './unchecked-without.js';

/** A registry entry, and what the service would meet it with. */
export interface Examination {
  readonly ehr: Ehr;
  readonly deck: Deck;
  readonly calendar: SiteCalendar;
  /** `BASE_URL`. */
  readonly baseUrl: string;
  /** `FHIR_BUDGET_MS`. */
  readonly budgetMs: number;
  /** A JWT that this EHR sent. */
  readonly clientToken?: string;
  /** Access to one of its FHIR bases, to run the queries with. */
  readonly access?: LentAccess;
}

/** Examines one EHR of the registry for real, everything that can be told in one go. */
export async function examine(examination: Examination, deps: DoctorDeps): Promise<readonly Check[]> {
  const { ehr, deck, baseUrl, clientToken } = examination;
  const audiences = audiencesOf(
    baseUrl,
    serviceDescriptions(deck).map(({ id }) => id),
  );
  const [keys, token, fhir] = await Promise.all([
    checkKeySet(ehr, deps),
    clientToken === undefined
      ? skipped(
          'client token',
          'sample of the EHR',
          'not given',
          'with --client-token-file a real one is verified',
        )
      : checkClientToken(clientToken, ehr, audiences, deps),
    checkFhir(examination, deps),
  ]);
  return [...keys, checkAudience(ehr, baseUrl), token, ...fhir];
}

async function checkFhir(examination: Examination, deps: DoctorDeps): Promise<readonly Check[]> {
  const { ehr, deck, access, budgetMs } = examination;
  if (ehr.fhirBases.length === 0) {
    return [note('FHIR', 'fhirBases', 'none: whatever the EHR does not send as prefetch stays unchecked')];
  }
  const templates = askedTemplates(deck);
  const needed = neededSearches(templates, deck.source.definitions.queries);
  const statements = await Promise.all(
    ehr.fhirBases.map(async (fhirBase) => ({ fhirBase, ...(await checkFhirBase(fhirBase, deps)) })),
  );
  const queries = access && (await checkQueries(templates, access, budgetMs, deps));
  const reads =
    queries && (await checkMedicationReads(queries.medications, access, { ...FETCH_CAPS, budgetMs }, deps));
  const bases = statements.map(({ fhirBase, checks, capabilities }) => {
    const isQueried = access !== undefined && isAllowedFhirBase(access.fhirServer, [fhirBase]);
    const succeeded = needed.flatMap(({ key }) => (isQueried && !queries?.failed.has(key) ? [key] : []));
    const searches = capabilities && checkSearches(needed, capabilities, new Set(succeeded));
    const told = searches?.checks ?? (capabilities === undefined ? [] : [UNDECLARED]);
    const read = capabilities ? checkDeclaredRead(capabilities, isQueried && reads?.state === 'ok') : [];
    return { checks: [...checks, ...told, ...read], unsupported: searches?.unsupportedKeys };
  });
  const declared = bases.flatMap(({ checks }) => checks);
  if (queries === undefined || reads === undefined) {
    const untried = [
      skipped('query', 'all', 'not tried', 'with --token-file and --patient each query is run'),
      MEDICATIONS_UNTRIED,
    ];
    const seen = bases.flatMap(({ unsupported }) => (unsupported === undefined ? [] : [unsupported]));
    // Nothing found wrong where nothing was looked at would read as "all is well".
    if (seen.length === 0) return [...declared, ...untried, skipped('unchecked', 'all', 'nothing was tried')];
    const missing = new Map(seen.flat().map((key) => [key, 'operation-outcome' as const]));
    return [...declared, ...untried, ...uncheckedAt(examination, missing)];
  }
  return [...declared, ...queries.checks, reads, ...uncheckedAt(examination, queries.failed)];
}

/** What physicians would read as unchecked, hook by hook, if the EHR sent no prefetch. */
function uncheckedAt(
  { deck, calendar }: Examination,
  failed: ReadonlyMap<string, FetchFailure>,
): readonly Check[] {
  return HOOKS.map((hook) => {
    const { records, facts, cards } = uncheckedWithout(deck, hook, failed, calendar);
    if (facts.length === 0) return ok('unchecked', hook, 'nothing, as far as was tried');
    const counts = `${facts.length} fact${facts.length === 1 ? '' : 's'}, ${cards.length} card${cards.length === 1 ? '' : 's'}: ${cards.join(', ')}`;
    return note('unchecked', hook, `without prefetch: ${records.join(', ')} (${counts})`);
  });
}
