/** Facts by name, each made when a card first asks for it: most cards are settled by one or two. */
export type FactsOf<T> = (build: (name: string) => T) => Readonly<Record<string, T>>;

/**
 * Prepares, once, an object shape with a getter per name; each call then only makes the object. A name
 * that is not defined is simply not there.
 */
export function lazyFacts<T>(names: readonly string[]): FactsOf<T> {
  class Facts {
    readonly #build: (name: string) => T;
    readonly #made: (T | undefined)[] = new Array(names.length).fill(undefined);

    constructor(build: (name: string) => T) {
      this.#build = build;
    }

    of(index: number, name: string): T {
      const before = this.#made[index];
      if (before !== undefined) return before;
      const fact = this.#build(name);
      this.#made[index] = fact;
      return fact;
    }
  }
  for (const [index, name] of names.entries()) {
    Object.defineProperty(Facts.prototype, name, {
      enumerable: true,
      get(this: Facts) {
        return this.of(index, name);
      },
    });
  }
  return (build) => new Facts(build) as unknown as Readonly<Record<string, T>>;
}
