import type { BundleEntry } from 'fhir/r4.js';
import type { Resource } from './resource.js';

/** The entries of a Bundle, in whatever state they were sent: only they say where a resource stands. */
export type Entries = readonly (
  | (Pick<BundleEntry, 'fullUrl'> & { readonly resource?: object })
  | null
  | undefined
)[];

/** The address under which a resource came in a Bundle, if it came with one. */
export type FullUrlOf = (resource: Resource) => string | undefined;

export const NO_ENTRIES: readonly Entries[] = [];

/** Addresses are asked for where an id does not settle it, which is seldom: they are looked up then. More lists may come. */
export function fullUrlsIn(lists: readonly Entries[]): FullUrlOf {
  const known = new Map<object, string>();
  let indexed = 0;
  return (resource) => {
    for (; indexed < lists.length; indexed += 1) {
      for (const entry of lists[indexed] ?? []) {
        if (entry?.resource && hasFullUrl(entry)) known.set(entry.resource, entry.fullUrl);
      }
    }
    return known.get(resource);
  };
}

export function hasFullUrl<E extends { readonly fullUrl?: unknown }>(
  entry: E | null | undefined,
): entry is E & { readonly fullUrl: string } {
  return typeof entry?.fullUrl === 'string' && entry.fullUrl !== '';
}
