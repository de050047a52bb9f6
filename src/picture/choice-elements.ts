import r4 from 'fhirpath/fhir-context/r4/index.js';

interface Choices {
  readonly choiceTypePaths: Readonly<Record<string, readonly string[]>>;
}

/**
 * R4's elements with a choice of types, `onset[x]`, by their FHIRPath name (`onset`), each with the names
 * they go by in JSON (`onsetDateTime`, `onsetPeriod`, …), from the model that comes with the library.
 */
export const CHOICE_ELEMENTS: ReadonlyMap<string, readonly string[]> = (() => {
  const names = new Map<string, Set<string>>();
  for (const [path, types] of Object.entries((r4 as Choices).choiceTypePaths)) {
    const element = path.slice(path.lastIndexOf('.') + 1);
    const known = names.get(element) ?? new Set();
    for (const type of types) known.add(element + type);
    names.set(element, known);
  }
  return new Map([...names].map(([element, known]) => [element, [...known]]));
})();
