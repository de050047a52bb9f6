import type { HookRequest } from '../request/hook-request.js';
import type { FetchDeps } from './fhir-client.js';
import type { FetchLimits } from './fhir-fetch.js';
import { fetchMissing, readReferences } from './fhir-fetch.js';
import type { FetchCaps } from './fhir-search.js';
import { merged, together } from './merge-outcomes.js';
import { ownRecords } from './own-records.js';
import {
  type Gathered,
  type PrefetchOutcome,
  RECORDED_MEDICATIONS,
  REFERRED_MEDICATIONS,
} from './prefetch-outcome.js';
import { expandTemplate } from './query-template.js';
import { readPrefetch } from './read-prefetch.js';
import { recordedMedications, unresolvedMedications } from './unresolved-medications.js';

export interface GatherDeps extends FetchDeps {
  readonly limits: FetchCaps;
  /** When whatever has not come is given up, in milliseconds since 1970. */
  readonly deadline: number;
  /** Whether this caller's FHIR server may be contacted at all. */
  readonly isAllowed: (fhirServer: string) => boolean;
}

/** What a hook asks for, and which of it tells whether the call is about the drug at all. */
export interface GatherPlan {
  readonly templates: Readonly<Record<string, string>>;
  readonly gateKeys: ReadonlySet<string>;
}

/**
 * Everything the deck needs of this patient: what the EHR sent, and what it did not send fetched from
 * its FHIR server, all in parallel until one deadline. First only what tells whether the call is
 * about the drug, since most orders and charts are not, and the minimum is necessary. With full prefetch
 * there is no outbound call but for a Medication that an order on the screen, or a dose, list or order on record,
 * only refers to.
 */
export async function gather(
  request: HookRequest,
  plan: GatherPlan,
  isConcerned: (gathered: Gathered) => boolean,
  deps: GatherDeps,
  signal: AbortSignal,
): Promise<Gathered> {
  const own = (gathered: Gathered): Gathered => ownRecords(gathered, request.context.patientId);
  const sent = own(readPrefetch(plan.templates, request.prefetch));
  const { fhirServer, fhirAuthorization } = request;
  if (fhirServer === undefined || !fhirAuthorization) return sent;
  const open = Object.entries(sent).flatMap(([key, outcome]) => (isWorthFetching(outcome) ? [key] : []));
  const drugs = unresolvedMedications(request, sent);
  const recorded = recordedMedications(sent);
  if (open.length === 0 && drugs.length === 0 && recorded.length === 0) return sent;
  if (!deps.isAllowed(fhirServer)) return withFailure(sent, open, drugs, recorded);

  const access = { fhirServer, accessToken: fhirAuthorization.access_token };
  const limits = (): FetchLimits => ({ ...deps.limits, budgetMs: Math.max(1, deps.deadline - deps.clock()) });
  const fetchKeys = async (keys: readonly string[]): Promise<Gathered> => {
    const queries = keys.map(
      (key) => [key, expandTemplate(plan.templates[key] ?? '', request.context.patientId)] as const,
    );
    return own(await fetchMissing(Object.fromEntries(queries), access, deps, limits(), signal));
  };
  const readDrugs = (references: readonly string[]): Promise<Gathered> =>
    readReferences(references, access, deps, limits(), signal);

  const first = open.filter((key) => plan.gateKeys.has(key));
  const [gate, medications] = await Promise.all([
    fetchKeys(first),
    drugs.length === 0 ? {} : readDrugs(drugs),
  ]);
  const known = {
    ...sent,
    ...merged(sent, gate),
    ...(drugs.length > 0 && { [REFERRED_MEDICATIONS]: together(medications) }),
  };
  if (!isConcerned(known)) return known;
  const atGate = await withRecordedDrugs(known, {}, readDrugs);
  const rest = open.filter((key) => !plan.gateKeys.has(key));
  if (rest.length === 0 || (atGate.known !== known && !isConcerned(atGate.known))) return atGate.known;
  const all = { ...atGate.known, ...merged(atGate.known, await fetchKeys(rest)) };
  return (await withRecordedDrugs(all, atGate.read, readDrugs)).known;
}

/**
 * What is known, with the drugs that its records only refer to, each asked for once. Not before the call
 * may be about the drug: most charts are not, and a record whose drug cannot be read leaves that open.
 */
async function withRecordedDrugs(
  known: Gathered,
  before: Gathered,
  readDrugs: (references: readonly string[]) => Promise<Gathered>,
): Promise<{ readonly known: Gathered; readonly read: Gathered }> {
  const references = recordedMedications(known).filter((reference) => before[reference] === undefined);
  if (references.length === 0) return { known, read: before };
  const read = { ...before, ...(await readDrugs(references)) };
  return { known: { ...known, [RECORDED_MEDICATIONS]: together(read) }, read };
}

/**
 * What was left out, what came in part, what nobody can read and what is of somebody else: of that the EHR has
 * said nothing. A key it reported as failed is not asked for again.
 */
function isWorthFetching(outcome: PrefetchOutcome): boolean {
  if (outcome.state !== 'failed') return outcome.state === 'absent' || outcome.state === 'incomplete';
  return ['unreadable', 'more-pages', 'another-patient'].includes(outcome.failure);
}

function withFailure(
  sent: Gathered,
  open: readonly string[],
  drugs: readonly string[],
  recorded: readonly string[],
): Gathered {
  const refused: PrefetchOutcome = { state: 'failed', failure: 'unregistered-server' };
  const absent = open.filter((key) => sent[key]?.state === 'absent');
  return {
    ...sent,
    ...Object.fromEntries(absent.map((key) => [key, refused])),
    ...(drugs.length > 0 && { [REFERRED_MEDICATIONS]: refused }),
    ...(recorded.length > 0 && { [RECORDED_MEDICATIONS]: refused }),
  };
}
