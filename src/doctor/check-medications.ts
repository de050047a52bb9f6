import { type FetchLimits, readReferences } from '../gather/fhir-fetch.js';
import type { FetchFailure } from '../gather/prefetch-outcome.js';
import type { Capabilities } from './capability-statement.js';
import { type Check, fault, note, ok, skipped } from './check.js';
import type { LentAccess } from './check-queries.js';
import type { DoctorDeps } from './doctor-deps.js';
import { FAILURE_MENDS } from './failure-mends.js';

const TYPE = 'Medication';
const DRUG_NAMED =
  'have each Medication sent along with what refers to it (_include, contained), or a display beside the reference';

/**
 * Whether a server says that it lets a Medication be read: an order that only refers to its drug is otherwise
 * one of a drug nobody can read. What it does counts more than what it declares.
 */
export function checkDeclaredRead({ types }: Capabilities, succeeds: boolean): readonly Check[] {
  // A statement without types tells nothing, and the searches say so.
  if (types.size === 0) return [];
  const offer = types.get(TYPE);
  // A server that lists no interactions says nothing of them.
  if (offer !== undefined && (offer.interactions.size === 0 || offer.interactions.has('read')))
    return [ok('medication', 'declared', 'read is supported')];
  if (succeeds) return [note('medication', 'declared', 'not declared; but it succeeds')];
  const finding = offer === undefined ? `${TYPE} is not offered` : `${TYPE} does not take "read"`;
  const mend = `nothing, if its orders and records code their drug themselves; else ${DRUG_NAMED}`;
  return [note('medication', 'declared', finding, mend)];
}

/** Nothing was read, for want of a token. */
export const MEDICATIONS_UNTRIED: Check = skipped(
  'medication',
  'read',
  'not tried',
  'with --token-file and --patient those that the records of the patient refer to are read',
);

/** Reads what the records of the test patient refer to, as a call would. Only counts and times are kept. */
export async function checkMedicationReads(
  references: readonly string[],
  access: LentAccess,
  limits: FetchLimits,
  deps: DoctorDeps,
): Promise<Check> {
  if (references.length === 0) {
    return skipped(
      'medication',
      'read',
      'not tried: no record that came for this patient refers to one',
      'take a test patient with orders that name their drug by reference, if this EHR has such',
    );
  }
  const started = deps.clock();
  const outcomes = await readReferences(references, access, deps, limits, new AbortController().signal);
  const milliseconds = Math.round(deps.clock() - started);
  const failures = Object.values(outcomes).flatMap((one) => ('failure' in one ? [one.failure] : []));
  return {
    ...verdict(references.length, failures),
    milliseconds,
    resources: references.length - failures.length,
  };
}

function verdict(asked: number, failures: readonly FetchFailure[]): Check {
  const reasons = [...new Set(failures)];
  const [reason] = reasons;
  if (reason === undefined) return ok('medication', 'read', `${asked} read`);
  const finding = `${failures.length} of ${asked} not read: ${reasons.join(', ')}`;
  const tell = reasons.every((one) => one === 'too-much') ? note : fault;
  return tell('medication', 'read', finding, MENDS[reason]);
}

const MENDS: Readonly<Record<FetchFailure, string>> = {
  ...FAILURE_MENDS,
  'operation-outcome': DRUG_NAMED,
  unreadable: DRUG_NAMED,
  forbidden: `ask the EHR team for the scope to read ${TYPE}, or ${DRUG_NAMED}`,
  'not-found': `ask the EHR team why its server lacks what its records refer to, or ${DRUG_NAMED}`,
  timeout: `raise FHIR_BUDGET_MS as far as physicians will wait, or ${DRUG_NAMED}`,
  unreachable: `a reference that leaves the base is not followed, for the token must not go there: ${DRUG_NAMED}`,
  'too-much': `beyond so many a call reads none, the newest first: ${DRUG_NAMED}`,
};
