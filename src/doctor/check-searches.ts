import { printable } from '../printable.js';
import type { Capabilities, OfferedType } from './capability-statement.js';
import { type Check, fault, note, ok } from './check.js';
import type { NeededSearch } from './needed-searches.js';

/** Keys that a server says it cannot answer, with the checks that tell why. */
export interface SearchChecks {
  readonly checks: readonly Check[];
  readonly unsupportedKeys: readonly string[];
}

/** A CapabilityStatement need not list what a server offers; then nothing can be told from it. */
export const UNDECLARED = note(
  'search',
  'all',
  'its CapabilityStatement lists no resource types; a run with a token tells',
);

/** The type R4 gives to the parameters that patient records are found by; a server that declares another means another. */
const R4_TYPES: Readonly<Record<string, string>> = {
  patient: 'reference',
  subject: 'reference',
  encounter: 'reference',
  code: 'token',
  type: 'token',
  class: 'token',
  category: 'token',
  status: 'token',
  date: 'date',
};

/**
 * Holds the searches of the deck against what the server declares: each type, then each parameter by name. What
 * it does counts more than what it declares: keys whose query has `succeeded` have no fault.
 */
export function checkSearches(
  needed: readonly NeededSearch[],
  offered: Capabilities,
  succeeded: ReadonlySet<string>,
): SearchChecks | undefined {
  if (offered.types.size === 0) return undefined;
  const judged = groupedByType(needed).flatMap(([type, searches]) => {
    const offer = offered.types.get(type);
    const missing = offer === undefined ? 'is not offered' : missingInteraction(offer, searches);
    if (offer === undefined || missing !== undefined)
      return [unsupportedBut(succeeded, type, `${NOT_SUPPORTED}: ${missing ?? ''}`, searches)];
    const parameters = [...new Set(searches.flatMap((search) => search.parameters))];
    return parameters.map((parameter) => {
      const users = searches.filter((search) => search.parameters.includes(parameter));
      return checkParameter(type, parameter, users, offer, offered.general, succeeded);
    });
  });
  return {
    checks: judged.map(({ check }) => check),
    unsupportedKeys: [...new Set(judged.flatMap(({ unsupportedKeys }) => unsupportedKeys))],
  };
}

/** What is declared of one type or parameter, and the keys that cannot be answered for it. */
interface Judged {
  readonly check: Check;
  readonly unsupportedKeys: readonly string[];
}

const NOT_SUPPORTED = 'not supported';

/** Nothing says that it would not be answered. */
function answerable(check: Check): Judged {
  return { check, unsupportedKeys: [] };
}

function checkParameter(
  type: string,
  parameter: string,
  users: readonly NeededSearch[],
  offer: OfferedType,
  general: ReadonlySet<string>,
  succeeded: ReadonlySet<string>,
): Judged {
  const subject = `${type}.${parameter}`;
  const [name = '', ...further] = parameter.split(/[.:]/);
  const declared = offer.parameters.get(name) ?? (general.has(name) ? '' : undefined);
  if (declared === undefined) {
    // Many servers take `_count` and `_sort` and declare only parameters of content.
    if (name.startsWith('_'))
      return answerable(note('search', subject, 'not declared; a run with a token tells'));
    return unsupportedBut(succeeded, subject, NOT_SUPPORTED, users);
  }
  const expected = R4_TYPES[name];
  if (expected !== undefined && declared !== '' && declared !== expected) {
    const finding = `${NOT_SUPPORTED} as in R4: declared as ${printable(declared)}, needed as ${expected}`;
    return unsupportedBut(succeeded, subject, finding, users);
  }
  return answerable(
    further.length > 0
      ? note(
          'search',
          subject,
          `${name} is supported; whether with ".${further.join('.')}", a run with a token tells`,
        )
      : ok('search', subject, `supported${declared === '' ? '' : ` (${printable(declared)})`}`),
  );
}

function missingInteraction(offer: OfferedType, searches: readonly NeededSearch[]): string | undefined {
  // A server that lists none says nothing of them.
  if (offer.interactions.size === 0) return undefined;
  const interaction = searches.some(({ parameters }) => parameters.length > 0) ? 'search-type' : 'read';
  return offer.interactions.has(interaction) ? undefined : `it does not take "${interaction}"`;
}

function unsupportedBut(
  succeeded: ReadonlySet<string>,
  subject: string,
  finding: string,
  searches: readonly NeededSearch[],
): Judged {
  const users = searches.filter(({ key }) => !succeeded.has(key));
  if (users.length === 0)
    return answerable(
      note('search', subject, 'not declared as it is needed; but the queries that use it succeed'),
    );
  const unsupportedKeys = users.map(({ key }) => key);
  const keys = unsupportedKeys.join(', ');
  const check = users.every(({ isSupplementary }) => isSupplementary)
    ? note('search', subject, finding, `nothing, or send ${keys} as prefetch: supplementary`)
    : fault(
        'search',
        subject,
        finding,
        `have the EHR send ${keys} as prefetch, or its team enable this search`,
      );
  return { check, unsupportedKeys };
}

function groupedByType(
  needed: readonly NeededSearch[],
): readonly (readonly [string, readonly NeededSearch[]])[] {
  const types = new Map<string, NeededSearch[]>();
  for (const search of needed)
    types.set(search.resourceType, [...(types.get(search.resourceType) ?? []), search]);
  return [...types];
}
