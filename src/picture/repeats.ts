import type { Resource } from '../request/hook-request.js';
import type { FullUrlOf } from './full-urls.js';

/**
 * Tells, one after the other, which resources repeat one before. An id is unique among the resources of its type
 * on one server only, and drafts may all bear the same: of two that bear it, the one repeats the other where both
 * stand at one address, or are the same word for word and do not stand at two.
 */
export function repeats(fullUrlOf: FullUrlOf): (resource: Resource) => boolean {
  const types = new Map<string, Map<string, Resource | Namesakes>>();
  return (resource) => {
    const { resourceType, id } = resource;
    if (!isId(id)) return false;
    let ids = types.get(resourceType);
    if (ids === undefined) {
      ids = new Map();
      types.set(resourceType, ids);
    }
    const before = ids.get(id);
    if (before === undefined) {
      ids.set(id, resource);
      return false;
    }
    if (before === resource) return true;
    const namesakes = before instanceof Namesakes ? before : new Namesakes(before, fullUrlOf);
    ids.set(id, namesakes);
    return namesakes.isRepeatedBy(resource);
  };
}

/** An id that is empty, or no text, names nothing. */
export function isId(id: unknown): id is string {
  return typeof id === 'string' && id !== '';
}

/** Resources of one type and id. */
class Namesakes {
  readonly #fullUrls = new Set<string>();
  readonly #texts = new Set<string>();
  readonly #textsWithoutUrl = new Set<string>();

  constructor(
    first: Resource,
    private readonly fullUrlOf: FullUrlOf,
  ) {
    this.isRepeatedBy(first);
  }

  /** Whether one of them is this one, which from now on is among them. */
  isRepeatedBy(resource: Resource): boolean {
    const fullUrl = this.fullUrlOf(resource);
    if (fullUrl !== undefined && this.#fullUrls.has(fullUrl)) return true;
    const text = JSON.stringify(resource);
    const isRepeat = (fullUrl === undefined ? this.#texts : this.#textsWithoutUrl).has(text);
    this.#texts.add(text);
    if (fullUrl === undefined) this.#textsWithoutUrl.add(text);
    else this.#fullUrls.add(fullUrl);
    return isRepeat;
  }
}
