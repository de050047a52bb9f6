import type { FullUrlOf } from './full-urls.js';
import type { Resource } from './resource.js';

/**
 * Tells, one after the other, which resources repeat one before. An id is unique among the resources of its type
 * on one server only, and drafts may all bear the same: of two that bear it, the one repeats the other where both
 * stand at one address, or are the same word for word and do not stand at two.
 */
export function repeats(fullUrlOf: FullUrlOf): (resource: Resource) => boolean {
  const types = new Map<string, OfType>();
  return (resource) => {
    const { resourceType, id } = resource;
    if (!isId(id)) return false;
    let ofType = types.get(resourceType);
    if (ofType === undefined) {
      ofType = new OfType(fullUrlOf);
      types.set(resourceType, ofType);
    }
    return ofType.isRepeated(resource, id);
  };
}

/** Resources of one type. Most records hold no id twice: until one does, ids alone are kept, which is the quickest. */
class OfType {
  readonly #ids = new Set<string>();
  readonly #each: Resource[] = [];
  #byId: Map<string, Resource | Namesakes> | undefined;

  constructor(private readonly fullUrlOf: FullUrlOf) {}

  isRepeated(resource: Resource, id: string): boolean {
    if (this.#byId === undefined) {
      const { size } = this.#ids;
      if (this.#ids.add(id).size !== size) {
        this.#each.push(resource);
        return false;
      }
      this.#byId = new Map(this.#each.map((one) => [one.id as string, one]));
    }
    const before = this.#byId.get(id);
    if (before === resource) return true;
    if (before === undefined) {
      this.#byId.set(id, resource);
      return false;
    }
    const namesakes = before instanceof Namesakes ? before : new Namesakes(before, this.fullUrlOf);
    this.#byId.set(id, namesakes);
    return namesakes.isRepeatedBy(resource);
  }
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
