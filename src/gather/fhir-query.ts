import { belowBase } from './fhir-base.js';

/** A FHIR read or search as it goes over the wire, and what its answer must be. */
export interface FhirQuery {
  readonly url: URL;
  readonly resourceType: string;
  /** Only a read has one. */
  readonly id?: string;
}

const QUERY = /^(?<resourceType>[A-Z][A-Za-z]*)(?:\/(?<id>[^/?#]+)|\?(?<search>[^#]*))?$/;
/** An id that a server or proxy could take for a path of its own. */
const PATH_LIKE_ID = /^\.{1,2}$|[\\\s]|%(?:2e|2f|5c|25)/i;

/**
 * Places a relative read (`Patient/1`) or search (`Observation?patient=1`) on a base.
 * Anything else, above all what leaves the base (`../admin`, `//host`, an id `..`),
 * is not a query: `undefined`, so that no call is made.
 */
export function parseQuery(query: string, base: URL): FhirQuery | undefined {
  const { resourceType, id, search } = QUERY.exec(query)?.groups ?? {};
  if (resourceType === undefined || (id === undefined && search === undefined)) return undefined;
  if (id !== undefined) {
    if (PATH_LIKE_ID.test(id)) return undefined;
    return { url: belowBase(base, `${resourceType}/${id}`), resourceType, id: decoded(id) };
  }
  // `system|code` is how FHIR writes tokens; Tomcat, under many EHRs, answers 400 to a raw "|".
  return { url: belowBase(base, query.replaceAll('|', '%7C')), resourceType };
}

/**
 * The read behind a literal reference: relative, or absolute on the same base (Epic's
 * prefetch). The version is dropped: few EHRs serve old ones. Contained, logical and
 * foreign references have no read here.
 */
export function parseReference(reference: string, base: URL): FhirQuery | undefined {
  const prefix = belowBase(base, '').href;
  const relative = reference.startsWith(prefix) ? reference.slice(prefix.length) : reference;
  const read = parseQuery(relative.replace(/\/_history\/[^/]+$/, ''), base);
  return read?.id === undefined ? undefined : read;
}

function decoded(id: string): string {
  try {
    return decodeURIComponent(id);
  } catch {
    return id;
  }
}
